using Slipway.Core.Values;

namespace Slipway.Store.Images;

/// <summary>A layer as the store has it.</summary>
/// <param name="DiffId">SHA-256 of the uncompressed tar.</param>
/// <param name="Blob">SHA-256 of the stored bytes.</param>
/// <param name="BlobSize">Bytes stored.</param>
/// <param name="Size">Bytes uncompressed.</param>
internal sealed record StoredLayer(Sha256Digest DiffId, Sha256Digest Blob, long BlobSize, long Size);
