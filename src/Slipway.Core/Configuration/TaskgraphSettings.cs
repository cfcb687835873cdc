using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Configuration;

/// <summary>What <c>slipway.yml</c> knows of a tree's taskgraph that only Python could find out.</summary>
public sealed record TaskgraphSettings
{
    /// <summary>Where it is said; null when nothing is.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The release whose digests are the tree's; null for what the tree's own files say.</summary>
    public Located<string>? Release { get; init; }

    /// <summary>Transforms that change no digest but as the images say.</summary>
    public ImmutableArray<Located<string>> HarmlessTransforms { get; init; } = [];

    /// <summary>Keys of images that change no digest but as the images say.</summary>
    public ImmutableArray<Located<string>> HarmlessKeys { get; init; } = [];

    /// <summary>Loaders that make no other images than those that are listed.</summary>
    public ImmutableArray<Located<string>> HarmlessLoaders { get; init; } = [];
}

/// <summary>What <c>slipway.yml</c> says about the digest of one image, because a transform changes it.</summary>
public sealed record DigestSettings
{
    /// <summary>The image that builds this one; null for that of the tree.</summary>
    public string? ImageBuilder { get; init; }

    /// <summary>What a transform adds to the data of the digest; null when nothing is said.</summary>
    public ImmutableArray<string>? Lines { get; init; }

    /// <summary>Whether a person has said what goes into the digest.</summary>
    public bool IsSaid => ImageBuilder is not null || Lines is not null;
}
