namespace Slipway.Model.Maintenance;

/// <summary>What garbage collection keeps.</summary>
public sealed record GcOptions
{
    /// <summary>
    /// How long an image, and any blob, stays without an entry of the index. Never zero in practice: a build that runs
    /// has stored its image and not yet indexed it.
    /// </summary>
    public TimeSpan KeepUnindexed { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long build records and logs stay when no entry of the index points to them.</summary>
    public TimeSpan KeepBuilds { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Says which builds stay; null when only the expiry of their entries counts.</summary>
    public IRetention? Retention { get; init; }

    /// <summary>How long to wait until no other process reads or writes blobs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
