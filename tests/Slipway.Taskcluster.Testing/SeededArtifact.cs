namespace Slipway.Taskcluster.Testing;

/// <summary>An artifact that a seeded task has.</summary>
/// <param name="Name">Such as <c>public/image.tar.zst</c>.</param>
/// <param name="Content">The bytes; for <c>reference</c>, <c>link</c> and <c>error</c> the address, the name and the
/// message.</param>
public sealed record SeededArtifact(string Name, byte[] Content)
{
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary><c>object</c>, <c>s3</c>, <c>reference</c>, <c>link</c> or <c>error</c>.</summary>
    public string StorageType { get; init; } = "object";

    /// <summary>How the bytes are encoded, such as <c>gzip</c>; null for not at all.</summary>
    public string? ContentEncoding { get; init; }
}
