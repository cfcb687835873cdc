using Slipway.Model.Streams;

namespace Slipway.Application.Exchange;

/// <summary>
/// Passes on what is written. A compressor is not flushed: what it holds back belongs to its next block.
/// </summary>
internal sealed class Unflushed(Stream inner, bool isCompressor) : SinkStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Flush()
    {
        if (!isCompressor)
        {
            inner.Flush();
        }
    }
}
