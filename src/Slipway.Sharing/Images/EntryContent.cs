using Slipway.Archives.Docker;
using Slipway.Model.Streams;

namespace Slipway.Sharing.Images;

/// <summary>The content of the file that an archive's writer stands at.</summary>
internal sealed class EntryContent(ArchiveWriter writer) : SinkStream
{
    public override void Write(ReadOnlySpan<byte> buffer) =>
        throw new NotSupportedException("A layer is written without blocking.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(buffer, cancellationToken);
}
