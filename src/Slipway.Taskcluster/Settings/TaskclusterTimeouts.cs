namespace Slipway.Taskcluster.Settings;

/// <summary>When a server has been silent for too long.</summary>
public sealed record TaskclusterTimeouts
{
    /// <summary>Until a connection stands, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until an answer begins, and between two pieces of a body, in either direction.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a body is watched before it is judged by its speed.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a body that have to come in each <see cref="Window"/>: 8 KiB a second.</summary>
    public long MinimumOfWindow { get; init; } = 60 * 8 * 1024;

    /// <summary>Until the answer to a body that was sent whole: a storage may verify and move it before it answers.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMinutes(10);
}
