namespace Slipway.Engines;

/// <summary>The engines that Slipway drives.</summary>
public enum EngineKind
{
    Docker,
    Podman,
}
