using Slipway.Engines.Settings;

namespace Slipway.Engines.Api;

/// <summary>What a server says about itself.</summary>
/// <param name="Kind">Docker or Podman.</param>
/// <param name="Version">The engine's version.</param>
/// <param name="ApiVersion">The newest version of Docker's API that it speaks.</param>
/// <param name="StorageDriver">Such as <c>overlay2</c>.</param>
/// <param name="Root">Where it keeps its data; null when it does not say.</param>
/// <param name="UsesContainerd">Whether images live in containerd's store, where an image ID is another thing.</param>
internal sealed record EngineServer(
    EngineKind Kind, string Version, Version ApiVersion, string StorageDriver, string? Root, bool UsesContainerd)
{
    /// <summary>Whether containers can have a first process that hands signals on (<c>--init</c>).</summary>
    public bool HasInit { get; init; }

    /// <summary>Whether the engine has this major version or a later one.</summary>
    public bool IsAtLeast(int major) =>
        int.TryParse(Version.AsSpan(0, Math.Max(0, Version.IndexOf('.', StringComparison.Ordinal))), out int has)
        && has >= major;
}
