using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>What was downloaded.</summary>
/// <param name="Sha256">SHA-256 of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsVerified">Whether the storage knew the hash, and it agreed.</param>
public sealed record ArtifactReceipt(Sha256Digest Sha256, long Size, bool IsVerified);
