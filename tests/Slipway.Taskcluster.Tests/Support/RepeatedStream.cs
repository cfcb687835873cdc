namespace Slipway.Taskcluster.Tests.Support;

/// <summary>A megabyte over and over, so that large content takes no memory.</summary>
/// <param name="size">Bytes of the whole.</param>
/// <param name="offset">Where to begin.</param>
internal sealed class RepeatedStream(long size, long offset = 0) : Stream
{
    private static readonly byte[] Block = Contents.Of(1 << 20);

    private long _position = offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int at = (int)(_position % Block.Length);
        int count = (int)Math.Min(Math.Min(buffer.Length, Block.Length - at), size - _position);
        Block.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
