using System.Security.Cryptography;

namespace Slipway.Taskcluster.Objects;

/// <summary>Where an object can be read, and what it has to be then.</summary>
/// <param name="Url">As the service gave it.</param>
/// <param name="Hashes">What the uploader said.</param>
internal sealed record ObjectDownload(string Url, ContentHashes Hashes);

/// <summary>The hashes of an object, in lower-case hexadecimal digits.</summary>
/// <param name="Sha256">Null when it is not known.</param>
/// <param name="Sha512">Null when it is not known.</param>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/object/schemas/v1/hashes.yml.</remarks>
internal sealed record ContentHashes(string? Sha256, string? Sha512)
{
    public static ContentHashes None { get; } = new(null, null);

    public bool IsNone => this == None;

    public static ContentHashes Finish(IncrementalHash sha256, IncrementalHash sha512) =>
        new(Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(sha512.GetHashAndReset()));

    /// <summary>Whether content with these hashes is what was expected: every hash that is expected agrees.</summary>
    public bool Satisfies(ContentHashes expected) =>
        (expected.Sha256 is null || expected.Sha256 == Sha256)
        && (expected.Sha512 is null || expected.Sha512 == Sha512);
}
