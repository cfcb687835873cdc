namespace Slipway.Archives.Docker;

/// <summary>What an archive may not exceed, whoever wrote it.</summary>
/// <param name="LayerSize">Bytes of a layer, uncompressed.</param>
/// <param name="ExpandedSize">Bytes of all layers that are read, uncompressed.</param>
/// <param name="ArchiveSize">Bytes of the whole archive.</param>
public sealed record ArchiveLimits(long LayerSize, long ExpandedSize, long ArchiveSize)
{
    /// <summary>
    /// Bytes of <c>manifest.json</c> or a config. Registries refuse manifests over 4 MiB
    /// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-manifests).
    /// </summary>
    public const int Document = 4 << 20;

    /// <summary>
    /// Bytes of a legacy layer's <c>json</c> that are looked at; a larger one tells nothing and is read past.
    /// </summary>
    public const int LegacyDocument = 256 << 10;

    /// <summary>
    /// Layers that are read although they turn out not to be needed. Archives of several images have them, but no
    /// engine writes one for an image alone; each costs its decompression.
    /// </summary>
    public const int UnexpectedLayers = 127;

    /// <summary>Entries of an archive. An image has 127 layers at most, each with four entries at most.</summary>
    public const int Entries = 10_000;
}
