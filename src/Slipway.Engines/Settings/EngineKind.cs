namespace Slipway.Engines.Settings;

/// <summary>The engines that Slipway drives.</summary>
public enum EngineKind
{
    Docker,
    Podman,

    /// <summary>Has no daemon and no API: everything is done by its command.</summary>
    Buildah,
}
