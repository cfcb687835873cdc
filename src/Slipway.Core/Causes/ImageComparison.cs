using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>What differs between two digests of an image.</summary>
/// <param name="Name">The image.</param>
/// <param name="Before">The earlier digest; null when there was no image.</param>
/// <param name="After">The later digest; null when there is none any more.</param>
/// <param name="Kind">What is known of the difference.</param>
public sealed record ImageComparison(ImageName Name, InputsDigest? Before, InputsDigest? After, ComparisonKind Kind)
{
    /// <summary>What changed in the image itself: all but parents that have another digest.</summary>
    public ImmutableArray<LocatedChange> Changes { get; init; } = [];

    /// <summary>The parents that have another digest.</summary>
    public ImmutableArray<ImageName> ChangedParents { get; init; } = [];

    /// <summary>Every change of the manifest, parents included.</summary>
    public ImmutableArray<InputChange> AllChanges { get; init; } = [];

    /// <summary>Whether something about the image itself, not only a parent, explains the new digest.</summary>
    public bool HasOwnCause =>
        !Changes.IsEmpty || Kind is not (ComparisonKind.Same or ComparisonKind.Compared);
}

/// <summary>What is known of the difference between two digests of an image.</summary>
public enum ComparisonKind
{
    /// <summary>The digests are the same.</summary>
    Same,

    /// <summary>The manifests of both were compared.</summary>
    Compared,

    /// <summary>There was no such image.</summary>
    Added,

    /// <summary>There is no such image any more.</summary>
    Removed,

    /// <summary>The earlier inputs are not to be had, so only the digests say that something changed.</summary>
    BeforeUnknown,

    /// <summary>The later inputs are not to be had.</summary>
    AfterUnknown,

    /// <summary>
    /// The manifests are equal: in the taskgraph scheme the digest also counts the builder image, and what transforms
    /// add, which no manifest lists.
    /// </summary>
    BuilderChanged,
}
