namespace Slipway.Taskcluster.Testing;

/// <summary>A clock that runs like the system's, but may be ahead of it or behind.</summary>
public sealed class SettableClock : TimeProvider
{
    private long _offset;

    /// <summary>How far it is ahead of the system's.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public void Advance(TimeSpan time) => Interlocked.Add(ref _offset, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
