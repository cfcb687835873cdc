using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>An image that the store holds.</summary>
/// <param name="ImageHash">The image ID: SHA-256 of the config.</param>
/// <param name="ManifestDigest">SHA-256 of the OCI manifest in the store.</param>
/// <param name="DiffIds">SHA-256 of each uncompressed layer tar, the lowest layer first.</param>
/// <param name="CompressedSize">Bytes of all its layers as stored.</param>
/// <param name="Size">Bytes of all its layers uncompressed.</param>
public sealed record StoredImage(
    ImageHash ImageHash,
    Sha256Digest ManifestDigest,
    ImmutableArray<DiffId> DiffIds,
    long CompressedSize,
    long Size);

/// <summary>What storing an image took.</summary>
/// <param name="Image">The image as it is in the store.</param>
/// <param name="NewLayers">How many layers were compressed and written.</param>
/// <param name="NewBytes">Bytes that were added to the store.</param>
public sealed record PutResult(StoredImage Image, int NewLayers, long NewBytes);
