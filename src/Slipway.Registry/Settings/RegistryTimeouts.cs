namespace Slipway.Registry.Settings;

/// <summary>When a registry has been silent for too long.</summary>
public sealed record RegistryTimeouts
{
    /// <summary>Until a connection stands, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until an answer begins, and between two pieces of a body, in either direction.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a body is watched before it is judged by its speed.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a body that have to come in each <see cref="Window"/>: 8 KiB a second.</summary>
    public long MinimumOfWindow { get; init; } = 60 * 8 * 1024;

    /// <summary>Until the answer to a body that was sent whole: registries verify and move what they got before they answer.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMinutes(10);
}
