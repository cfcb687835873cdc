using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>An image's archive, packed.</summary>
/// <param name="Sha256">SHA-256 of the compressed file.</param>
/// <param name="Size">Bytes of the compressed file.</param>
/// <param name="ArchiveSize">Bytes of the tar in it.</param>
public sealed record PackedImage(Sha256Digest Sha256, long Size, long ArchiveSize);
