using System.Collections.Immutable;

namespace Slipway.Trust.Documents;

/// <summary>What was found inside an artifact while its bytes were hashed.</summary>
public sealed record ArtifactContents
{
    /// <summary>The image ID of the one image in it, <c>sha256:…</c>; null when it was not looked for.</summary>
    public string? Image { get; init; }

    /// <summary>SHA-256 of the tar, uncompressed; null when it was not looked for.</summary>
    public string? Tar { get; init; }

    /// <summary>The Dockerfiles that were looked for in it, by their paths; null for one that is not there.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>?> Dockerfiles { get; init; } =
        ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>?>(StringComparer.Ordinal);

    /// <summary>Why nothing was found; null when it was.</summary>
    public string? Fault { get; init; }
}

/// <summary>What to look for inside an artifact.</summary>
public enum ContentKind
{
    /// <summary>Nothing: it is only hashed.</summary>
    None,

    /// <summary>The archive of an image.</summary>
    Image,

    /// <summary>A build context.</summary>
    Context,
}
