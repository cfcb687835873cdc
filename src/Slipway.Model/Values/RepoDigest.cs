namespace Slipway.Model.Values;

/// <summary>
/// The digest of a manifest or index as a registry has it, by which <c>NAME@sha256:…</c> asks for it.
/// </summary>
public readonly record struct RepoDigest(Sha256Digest Sha256) : IDigest<RepoDigest>
{
    /// <inheritdoc/>
    public static RepoDigest From(Sha256Digest sha256) => new(sha256);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Sha256.ToString();
}
