using System.Collections.Immutable;

namespace Slipway.Trust.Documents;

/// <summary>What a source tree says at a revision.</summary>
public sealed record TreeFacts
{
    /// <summary>Its images by name; null when the tree was not at hand.</summary>
    public ImmutableDictionary<string, TreeImage>? Images { get; init; }

    /// <summary>
    /// The images that were looked for, among them those that are not there; null when all of the tree was.
    /// </summary>
    public ImmutableSortedSet<string>? Asked { get; init; }

    /// <summary>Whether somebody looked for an image.</summary>
    public bool Knows(string image) => Asked?.Contains(image) is not false;

    /// <summary>The same and what was found of other images before.</summary>
    public TreeFacts With(TreeFacts? before) => Asked is null || before?.Asked is null
        ? this
        : this with
        {
            Images = before.Images is { } known ? known.SetItems(Images ?? known) : Images,
            Asked = Asked.Union(before.Asked),
            Fault = Fault ?? before.Fault,
        };

    /// <summary>
    /// The branches of the repository that have the revision, of those that the policy names; null when nobody looked.
    /// </summary>
    public ImmutableArray<string>? Branches { get; init; }

    /// <summary>Why something is not known.</summary>
    public string? Fault { get; init; }
}

/// <summary>An image of a tree.</summary>
/// <param name="Digest">Of its inputs; null when the tree gives none.</param>
/// <param name="ContextHash">SHA-256 of its context as a tar; null when it has none.</param>
public sealed record TreeImage(string? Digest, string? ContextHash);
