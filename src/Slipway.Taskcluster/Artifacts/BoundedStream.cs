namespace Slipway.Taskcluster.Artifacts;

/// <summary>Keeps what is written to it, up to a limit.</summary>
internal sealed class BoundedStream(int limit, Func<Exception> tooLarge) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(buffer.Length);
        base.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    private void Check(int count)
    {
        if (Length + count > limit)
        {
            throw tooLarge();
        }
    }
}
