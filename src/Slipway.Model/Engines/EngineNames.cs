using System.Collections.Immutable;

namespace Slipway.Model.Engines;

/// <summary>
/// The names under which a person chooses an engine; <c>schema/slipway.schema.json</c> has the same ones.
/// </summary>
public static class EngineNames
{
    public const string Docker = "docker";

    public const string Podman = "podman";

    public const string Buildah = "buildah";

    /// <summary>In the order in which they are looked for.</summary>
    public static ImmutableArray<string> All { get; } = [Docker, Podman, Buildah];
}
