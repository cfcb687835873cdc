using Slipway.Model.Registries;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>How much of a blob a registry has, as far as can be told.</summary>
internal sealed class ReceivedBytes(RepositoryName repository, long size)
{
    private int _shortChunks;

    public long Position { get; private set; }

    /// <summary>The most at any time.</summary>
    public long Furthest { get; private set; }

    /// <summary>Whether it is put together from what several attempts have sent.</summary>
    public bool WasResumed { get; private set; }

    /// <summary>Whether the registry took a part without a word of having it, so that only the end will tell.</summary>
    public bool IsGuessed { get; private set; }

    /// <summary>Begins with nothing.</summary>
    public void Restart() => (Position, WasResumed, IsGuessed) = (0, false, false);

    /// <summary>Goes on where the registry says.</summary>
    public void Resume(long received)
    {
        (WasResumed, IsGuessed) = (true, false);
        Reach(received);
    }

    /// <summary>Counts a part that the registry took.</summary>
    /// <param name="received">The bytes that it says to have in all; null when it does not say.</param>
    /// <param name="length">The bytes that were sent.</param>
    /// <remarks>ECR has taken all although the range that it names stands still
    /// (https://github.com/aws/containers-roadmap/issues/2831); others name the part.</remarks>
    public void Advance(long? received, long length)
    {
        long expected = Position + length;
        if (received > expected)
        {
            throw BlobUpload.Failed(
                repository.Registry, repository, $"of {expected} bytes the registry says to have {received}");
        }

        bool isShort = received > Position && received < expected && length < size;
        IsGuessed |= received < expected && !isShort;
        _shortChunks = isShort ? _shortChunks + 1 : 0;
        if (_shortChunks > RegistryLimits.ShortChunks)
        {
            throw BlobUpload.Failed(
                repository.Registry,
                repository,
                $"{_shortChunks} times in a row the registry took only a part of what was sent");
        }

        Reach(isShort ? received!.Value : expected);
    }

    private void Reach(long position)
    {
        Position = position;
        Furthest = Math.Max(Furthest, position);
    }
}
