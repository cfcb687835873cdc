namespace Slipway.Model.Values;

/// <summary>
/// The digest of all that goes into an image: its context, its arguments and its parents' digests. It decides whether
/// the image is built, and is what the index is asked for.
/// </summary>
public readonly record struct InputsDigest(Sha256Digest Sha256) : IDigest<InputsDigest>
{
    /// <inheritdoc/>
    public static InputsDigest From(Sha256Digest sha256) => new(sha256);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Sha256.ToString();
}
