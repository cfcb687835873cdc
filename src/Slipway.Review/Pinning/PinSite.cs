using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Pinning;

/// <summary>A place in the tree that says which image from elsewhere is used, and where its pin belongs.</summary>
/// <param name="File">The Dockerfile, or <c>slipway.yml</c>.</param>
/// <param name="Offset">Where the reference begins, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Location">File and line.</param>
/// <param name="Text">The reference as it stands there.</param>
/// <param name="Reference">What it means.</param>
/// <param name="Images">The images of the tree that use it, by name.</param>
public sealed record PinSite(
    RelativePath File,
    int Offset,
    int Length,
    SourceLocation Location,
    string Text,
    ImageReference Reference,
    ImmutableSortedSet<ImageName> Images)
{
    /// <summary>The reference without its pin, as a person wrote it.</summary>
    public string Name => Text.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? Text[..at] : Text;

    /// <summary>What its pin follows; null for a digest without a tag, which follows nothing.</summary>
    public ImageReference? Followed => Reference switch
    {
        { RepoDigest: null } or { Tag: not null } =>
            new ImageReference(Reference.Repository, Reference.Tag ?? ImageReference.DefaultTag, RepoDigest: null),
        _ => null,
    };

    /// <summary>
    /// The reference with a pin. The tag that goes without saying is said, so that the pin shows what it follows.
    /// </summary>
    public string PinnedTo(RepoDigest repoDigest) =>
        $"{Name}{(Reference.Tag is null ? $":{ImageReference.DefaultTag}" : string.Empty)}@{repoDigest.ToOciString()}";
}

/// <summary>The references of a tree to images from elsewhere.</summary>
/// <param name="Sites">By file and place, each once.</param>
/// <param name="Files">The content of every file in which one stands.</param>
/// <param name="Problems">References that cannot be pinned, as warnings.</param>
public sealed record PinSites(
    ImmutableArray<PinSite> Sites,
    ImmutableSortedDictionary<RelativePath, ReadOnlyMemory<byte>> Files,
    ImmutableArray<Diagnostic> Problems);
