using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Proposals;

/// <summary>An image that <c>slipway.yml</c> is to list.</summary>
public sealed record ImageProposal
{
    public required ImageName Name { get; init; }

    /// <summary>The folder that becomes its context, below the root.</summary>
    public required RelativePath Context { get; init; }

    /// <summary>Its Dockerfile, below <see cref="Context"/>.</summary>
    public required RelativePath Dockerfile { get; init; }

    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary><c>os/architecture</c>; null for the platform of the tree.</summary>
    public string? Platform { get; init; }

    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>What a person should know of it, each a sentence without a full stop.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>
    /// The builds that it stands for, the first of which gave it its name; none for a Dockerfile alone.
    /// </summary>
    public ImmutableArray<DeclaredBuild> Builds { get; init; } = [];

    /// <summary>The Dockerfile, below the root.</summary>
    public RelativePath DockerfilePath => Context.Join(Dockerfile);
}

/// <summary>What the tree has and <c>slipway.yml</c> leaves out.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Reason">Why, in words without a full stop.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Cause">What is wrong with it; null when nothing is, and it only cannot be expressed.</param>
public sealed record LeftOutBuild(string Name, string Reason, SourceLocation Location, Diagnostic? Cause = null);

/// <summary>What <c>slipway.yml</c> is to say.</summary>
public sealed record ConfigProposal
{
    /// <summary>The first part of every namespace.</summary>
    public required string Prefix { get; init; }

    /// <summary>The images' folder.</summary>
    public required RelativePath Folder { get; init; }

    /// <summary>Where below it images are found by their folders; empty when only what is listed is an image.</summary>
    public required ImmutableArray<string> Folders { get; init; }

    /// <summary>The images that are listed, by name.</summary>
    public ImmutableArray<ImageProposal> Images { get; init; } = [];

    public ImmutableArray<LeftOutBuild> LeftOut { get; init; } = [];

    /// <summary>References of Dockerfiles that mean images from elsewhere although they look like one of the
    /// tree.</summary>
    public ImmutableSortedSet<string> External { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>From what it was made, for the first comment.</summary>
    public required string Origin { get; init; }
}
