namespace Slipway.Engines.Detection;

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
