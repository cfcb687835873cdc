using System.Collections.Immutable;

namespace Slipway.Registry.Settings;

/// <summary>How registries are reached.</summary>
public sealed record RegistrySettings
{
    /// <summary>A file in the form of Docker's config.json whose credentials are the only ones; null for the usual places.</summary>
    public string? AuthFile { get; init; }

    /// <summary>The registries, <c>host[:port]</c>, that may be reached without TLS or without verifying their certificate.</summary>
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

    /// <summary>The value of a variable; null when it is unset or empty, which container tools take for the same.</summary>
    internal string? Get(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
