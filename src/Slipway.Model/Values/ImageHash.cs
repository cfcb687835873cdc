namespace Slipway.Model.Values;

/// <summary>
/// The digest of an image's config, which Docker calls the image's ID. It says what was built, whoever built it, and is
/// what allowlists name.
/// </summary>
public readonly record struct ImageHash(Sha256Digest Sha256) : IDigest<ImageHash>
{
    /// <inheritdoc/>
    public static ImageHash From(Sha256Digest sha256) => new(sha256);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Sha256.ToString();
}
