using Slipway.Model.Streams;

namespace Slipway.Taskcluster.Tests.Support;

/// <summary>A megabyte over and over, so that large content takes no memory.</summary>
/// <param name="size">Bytes of the whole.</param>
/// <param name="offset">Where to begin.</param>
internal sealed class RepeatedStream(long size, long offset = 0) : ForwardStream
{
    private static readonly byte[] Block = Contents.Of(1 << 20);

    private long _position = offset;

    public override int Read(Span<byte> buffer)
    {
        int at = (int)(_position % Block.Length);
        int count = (int)Math.Min(Math.Min(buffer.Length, Block.Length - at), size - _position);
        Block.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
