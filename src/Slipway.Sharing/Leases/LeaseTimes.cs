namespace Slipway.Sharing.Leases;

/// <summary>How leases are kept up and waited for.</summary>
internal sealed record LeaseTimes
{
    /// <summary>How long somebody may show no sign of life before they count as dead.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a lease shows a sign of life: several times within <see cref="Patience"/>, so that one that
    /// a registry refuses does not count.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often who waits looks again.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(3);
}
