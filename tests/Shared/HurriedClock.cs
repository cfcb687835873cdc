using System.Collections.Concurrent;

namespace Slipway.Tests;

/// <summary>The time of another clock, and timers that run faster than real time and are remembered.</summary>
/// <remarks>
/// For clients of servers that really answer. A <c>FakeTimeProvider</c> stands until a test moves it, and no test knows
/// when a client that waits for a socket begins to wait for its clock; so its timers have to run by themselves, only
/// sooner.
/// </remarks>
/// <param name="time">Says what time it is; null for the system's.</param>
/// <param name="factor">How many times as fast the timers are.</param>
internal sealed class HurriedClock(TimeProvider? time = null, int factor = 20) : TimeProvider
{
    private readonly TimeProvider _time = time ?? System;

    /// <summary>What was waited for.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return new HurriedTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);
    }

    private TimeSpan Shorten(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / factor;

    private sealed class HurriedTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorten(dueTime), shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
