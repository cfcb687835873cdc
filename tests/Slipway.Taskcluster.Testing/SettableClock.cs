namespace Slipway.Taskcluster.Testing;

/// <summary>A clock that runs like the system's, but may be ahead of it or behind, or stand still.</summary>
public sealed class SettableClock : TimeProvider
{
    private const long Runs = -1;

    private long _offset;
    private long _standing = Runs;

    /// <summary>How far it is ahead of the system's.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public void Advance(TimeSpan time) => Interlocked.Add(ref _offset, time.Ticks);

    /// <summary>From now on it is always this moment; the offset does not count any more.</summary>
    public void StandAt(DateTimeOffset moment) => Interlocked.Exchange(ref _standing, moment.UtcTicks);

    public override DateTimeOffset GetUtcNow() => Interlocked.Read(ref _standing) is not Runs and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : base.GetUtcNow() + Offset;
}
