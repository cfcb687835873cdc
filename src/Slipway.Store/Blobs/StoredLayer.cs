using Slipway.Model.Values;

namespace Slipway.Store.Blobs;

/// <summary>A layer as the store has it.</summary>
/// <param name="DiffId">SHA-256 of the uncompressed tar.</param>
/// <param name="Blob">SHA-256 of the stored bytes.</param>
/// <param name="BlobSize">Bytes stored.</param>
/// <param name="Size">Bytes uncompressed.</param>
/// <param name="Searched">The number of the newest fingerprint of a secret that it was searched for.</param>
internal sealed record StoredLayer(DiffId DiffId, Sha256Digest Blob, long BlobSize, long Size, long Searched);
