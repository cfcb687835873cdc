namespace Slipway.Model.Streams;

/// <summary>A stream with its first bytes, which somebody looked at, put back. It does not own the rest.</summary>
/// <param name="start">The first bytes.</param>
/// <param name="rest">What follows them.</param>
public sealed class PrefixedStream(ReadOnlyMemory<byte> start, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _start = start;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start.IsEmpty)
        {
            return rest.ReadAsync(buffer, cancellationToken);
        }

        int count = Math.Min(buffer.Length, _start.Length);
        _start[..count].CopyTo(buffer);
        _start = _start[count..];
        return ValueTask.FromResult(count);
    }
}
