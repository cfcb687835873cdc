using Slipway.Model.Streams;

namespace Slipway.Archives.Packing;

/// <summary>Writes the same bytes to two streams, which stay open.</summary>
internal sealed class TeeStream(Stream first, Stream? second) : SinkStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        first.Write(buffer);
        second?.Write(buffer);
    }

    /// <remarks>Blocks while zstd's own threads are busy, which is what holds the engine back.</remarks>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <remarks>A compressor is not flushed: what it holds back belongs to its next block.</remarks>
    public override void Flush() => second?.Flush();
}
