using System.Collections.Immutable;

namespace Slipway.Registry.Settings;

/// <summary>How registries are reached.</summary>
public sealed record RegistrySettings
{
    /// <summary>
    /// A file in the form of Docker's config.json whose credentials are the only ones; null for the usual places.
    /// </summary>
    public string? AuthFile { get; init; }

    /// <summary>
    /// The registries, <c>host[:port]</c>, that may be reached without TLS or without verifying their certificate.
    /// </summary>
    public ImmutableSortedSet<string> InsecureRegistries { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder of the authorities of single registries, <c>&lt;host[:port]&gt;/*.crt</c>.</summary>
    /// <remarks>https://docs.docker.com/engine/security/certificates/#understand-the-configuration.</remarks>
    public string CertificateFolder { get; init; } = "/etc/docker/certs.d";

    /// <summary>What the client calls itself.</summary>
    public string UserAgent { get; init; } = "slipway";

    /// <summary>Bytes of a blob that are sent in one request; a registry may ask for more.</summary>
    public int ChunkSize { get; init; } = 32 * 1024 * 1024;

    public RegistryTimeouts Timeouts { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The variables of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// The value of a variable; null when it is unset or empty, which container tools take for the same.
    /// </summary>
    internal string? Get(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}

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

    /// <summary>
    /// Until the answer to a body that was sent whole: registries verify and move what they got before they answer.
    /// </summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMinutes(10);
}
