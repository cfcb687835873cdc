using System.Collections.Concurrent;

namespace Slipway.Registry.Tests.Support;

/// <summary>The time of the system, and timers that run twenty times as fast and are remembered.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private const int Factor = 20;

    /// <summary>What was waited for.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return new HurriedTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)));
    }

    private static TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Factor;

    private sealed class HurriedTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Shorten(dueTime), Shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
