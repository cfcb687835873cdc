namespace Slipway.Store.Tests.Support;

/// <summary>Gives some bytes in small pieces, and then fails or does something else.</summary>
internal sealed class BrokenStream(byte[] content, int limit, Action? instead = null) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < limit)
        {
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
        }

        if (instead is null)
        {
            throw new IOException("The connection was reset.");
        }

        instead();
        cancellationToken.ThrowIfCancellationRequested();
        return base.ReadAsync(buffer, cancellationToken);
    }
}
