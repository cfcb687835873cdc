using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Blobs;

namespace Slipway.Store.Images;

/// <summary>An image as the database has it.</summary>
/// <param name="ImageHash">SHA-256 of its config.</param>
/// <param name="ConfigSize">Bytes of the config.</param>
/// <param name="Manifest">SHA-256 of its OCI manifest.</param>
/// <param name="ManifestSize">Bytes of the manifest.</param>
/// <param name="Layers">The lowest layer first.</param>
internal sealed record ImageRow(
    ImageHash ImageHash,
    long ConfigSize,
    Sha256Digest Manifest,
    long ManifestSize,
    ImmutableArray<StoredLayer> Layers)
{
    public StoredImage ToImage() => new(
        ImageHash,
        Manifest,
        [.. Layers.Select(layer => layer.DiffId)],
        Layers.Sum(layer => layer.BlobSize),
        Layers.Sum(layer => layer.Size));
}
