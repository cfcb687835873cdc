using Slipway.Model.Streams;

namespace Slipway.Processes;

/// <summary>
/// Passes on what is written, counts it, and remembers whether the receiving end failed: callbacks that write raise
/// the same exceptions for a file that cannot be read and for a reader that has gone.
/// </summary>
public sealed class OutboundStream(Stream inner) : SinkStream
{
    public long BytesWritten { get; private set; }

    /// <summary>Whether the receiving end refused bytes.</summary>
    public bool IsBroken { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
            BytesWritten += buffer.Length;
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
            BytesWritten += buffer.Length;
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }

    public override void Flush() => inner.Flush();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inner.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }
}
