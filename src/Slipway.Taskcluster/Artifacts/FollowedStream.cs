using Slipway.Model.Streams;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>A stream with a few bytes more behind its end.</summary>
internal sealed class FollowedStream(Stream first, ReadOnlyMemory<byte> last) : ForwardStream
{
    private ReadOnlyMemory<byte> _rest = last;
    private bool _hasEnded;

    /// <summary>Whether the first stream had anything.</summary>
    public bool HadContent { get; private set; }

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
}
