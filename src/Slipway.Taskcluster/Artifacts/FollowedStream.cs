namespace Slipway.Taskcluster.Artifacts;

/// <summary>A stream with a few bytes more behind its end.</summary>
internal sealed class FollowedStream(Stream first, ReadOnlyMemory<byte> last) : Stream
{
    private ReadOnlyMemory<byte> _rest = last;
    private bool _hasEnded;

    /// <summary>Whether the first stream had anything.</summary>
    public bool HadContent { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasEnded)
        {
            int read = await first.ReadAsync(buffer, cancellationToken);
            if (read > 0)
            {
                HadContent = true;
                return read;
            }

            _hasEnded = true;
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
