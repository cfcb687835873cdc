using System.Collections.Concurrent;

namespace Slipway.Registry.Tests.Support;

/// <summary>The time of the system, and timers that run faster and are remembered.</summary>
/// <param name="factor">How many times as fast.</param>
internal class HurriedClock(int factor = 20) : TimeProvider
{
    /// <summary>What was waited for.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return new HurriedTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);
    }

    private TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class HurriedTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorten(dueTime), shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
