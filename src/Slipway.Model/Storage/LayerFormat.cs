namespace Slipway.Model.Storage;

/// <summary>How a layer is compressed for a registry.</summary>
public enum LayerFormat
{
    /// <summary>What every engine can pull.</summary>
    Gzip,

    /// <summary>As the store has it; Docker from 23.0 on, Podman and containerd can pull it.</summary>
    Zstd,
}
