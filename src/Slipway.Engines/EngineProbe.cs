using Slipway.Engines.Settings;

namespace Slipway.Engines;

/// <summary>What was found out about one engine that may be on the machine.</summary>
public sealed record EngineProbe
{
    /// <summary>What it was looked for as; a server that answers says itself what it is.</summary>
    public required EngineKind Kind { get; init; }

    /// <summary>Why it was looked at, such as <c>DOCKER_HOST</c> or <c>the default socket</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>
    /// The address of its API; null for Buildah, and for a Podman whose service Slipway would start itself.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether it answered, or for an engine without a service, whether its command is there.</summary>
    public required bool Reachable { get; init; }

    /// <summary>Why it is not reachable.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do about <see cref="Problem"/>.</summary>
    public string? Remedy { get; init; }

    public string? ServerVersion { get; init; }

    public string? ApiVersion { get; init; }

    /// <summary>The path of the command that builds and runs.</summary>
    public string? Client { get; init; }

    public string? ClientVersion { get; init; }

    /// <summary><c>buildkit</c>, <c>buildx</c>, <c>classic</c>, <c>podman</c> or <c>buildah</c>.</summary>
    public string? Builder { get; init; }

    public string? StorageDriver { get; init; }

    /// <summary>Where the server keeps its data.</summary>
    public string? Root { get; init; }
}
