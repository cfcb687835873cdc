using System.Collections.Immutable;
using System.Globalization;
using Slipway.Engines.Api;
using Slipway.Engines.Settings;

namespace Slipway.Engines.Detection;

/// <summary>The command that builds and runs, and how.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Version">What it says about itself.</param>
/// <param name="Builder">What builds behind it.</param>
internal sealed record BuildClient(string Path, string Version, Builder Builder)
{
    /// <summary>The builder as descriptions and records name it.</summary>
    public string BuilderName => Builder switch
    {
        Builder.Classic => "classic",
        Builder.BuildKit => "buildkit",
        Builder.Buildx => "buildx",
        Builder.Podman => "podman",
        Builder.Buildah => "buildah",
        _ => throw new InvalidOperationException($"There is no builder {Builder}."),
    };

    /// <summary>Whether the command has this version or a later one.</summary>
    public bool IsAtLeast(int major, int minor) =>
        Version.Split('.') is [var first, var second, ..]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int has)
        && (has > major
            || (has == major
                && int.TryParse(
                    second.AsSpan(
                        0, second.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : second.Length),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out int minorHas)
                && minorHas >= minor));

    /// <summary>
    /// What the command's environment must have so that it talks to the engine that the API talks to.
    /// </summary>
    public ImmutableSortedDictionary<string, string?> EnvironmentFor(
        EngineEndpoint endpoint, EngineEnvironment environment) =>
        Builder == Builder.Podman
            ? PodmanEnvironment(environment)
            : environment.ForChild(
                ("DOCKER_HOST", endpoint.Address),
                ("DOCKER_CONTEXT", null),
                // A user's defaults for other purposes must not decide what is built.
                ("DOCKER_DEFAULT_PLATFORM", null),
                ("BUILDX_BUILDER", null),
                ("DOCKER_BUILDKIT", Builder == Builder.Classic ? "0" : "1"),
                // https://docs.docker.com/build/building/variables/#buildx_no_default_attestations: provenance would
                // turn the image into an index, with another ID.
                ("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"));

    /// <summary>With one of these variables 'podman' would be a client of a service elsewhere.</summary>
    public static ImmutableSortedDictionary<string, string?> PodmanEnvironment(EngineEnvironment environment) =>
        environment.ForChild(("CONTAINER_HOST", null), ("CONTAINER_CONNECTION", null));
}

/// <summary>What builds behind a client.</summary>
internal enum Builder
{
    /// <summary>The engine's first builder, without BuildKit: no secrets.</summary>
    Classic,

    /// <summary>BuildKit within the engine, driven by a client up to version 22.</summary>
    BuildKit,

    /// <summary>BuildKit through the buildx plugin, as clients from version 23 on have it.</summary>
    Buildx,

    /// <summary>Podman's own (Buildah).</summary>
    Podman,

    /// <summary>Buildah itself, isolated by chroot.</summary>
    Buildah,
}
