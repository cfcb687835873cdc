using Slipway.Core.Values;

namespace Slipway.Store.Maintenance;

/// <summary>A blob that nothing refers to.</summary>
/// <param name="Digest">SHA-256 of its bytes, which is its name.</param>
/// <param name="Size">Bytes.</param>
public sealed record GcBlob(Sha256Digest Digest, long Size);
