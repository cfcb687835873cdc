namespace Slipway.Model.Values;

/// <summary>
/// The digest of a layer's uncompressed tar, as the config lists it (OCI image specification, <c>rootfs.diff_ids</c>).
/// </summary>
public readonly record struct DiffId(Sha256Digest Sha256) : IDigest<DiffId>
{
    /// <inheritdoc/>
    public static DiffId From(Sha256Digest sha256) => new(sha256);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Sha256.ToString();
}
