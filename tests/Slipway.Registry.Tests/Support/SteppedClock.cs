namespace Slipway.Registry.Tests.Support;

/// <summary>A hurried clock that a test moves forward: what a server takes minutes for needs none.</summary>
internal sealed class SteppedClock() : HurriedClock(20)
{
    private long _ahead;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);
}
