using Slipway.Model.Values;

namespace Slipway.Store.Blobs;

/// <summary>A blob that is whole and on the disk, but not yet under its name.</summary>
/// <param name="TemporaryPath">Where it is.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
internal sealed record FinishedBlob(string TemporaryPath, Sha256Digest Digest, long Size);
