using System.Collections.Immutable;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Edges;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Core.Images;

/// <summary>An image of the tree: a folder with a Dockerfile, or a named variant of one.</summary>
public sealed record ImageDefinition
{
    public required ImageName Name { get; init; }

    /// <summary>The folder that becomes the context, below the root.</summary>
    public required RelativePath Folder { get; init; }

    /// <summary>The Dockerfile, below <see cref="Folder"/>; in the context it has the same path.</summary>
    public RelativePath DockerfileName { get; init; } = RelativePath.Parse(BuildRequest.UsualDockerfile);

    /// <summary>The Dockerfile, below the root.</summary>
    public RelativePath DockerfilePath => Folder.Join(DockerfileName);

    public required ImageKind Kind { get; init; }

    /// <summary>Set for registry images only.</summary>
    public RegistryIdentity? Registry { get; init; }

    /// <summary>Values for <c>%ARG</c> and build arguments, sorted by name.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where <c>slipway.yml</c> gives each of <see cref="Args"/> its value.</summary>
    public ImmutableDictionary<string, ArgumentPlace> ArgPlaces { get; init; } =
        ImmutableDictionary<string, ArgumentPlace>.Empty;

    /// <summary>The image of the tree that <c>$DOCKER_IMAGE_PARENT</c> stands for.</summary>
    public ImageName? Parent { get; init; }

    /// <summary>What it needs, by name, each once: its parents, and what its task needs besides.</summary>
    public ImmutableArray<ImageEdge> Parents { get; init; } = [];

    /// <summary>What is built, for packages; null for an image.</summary>
    public PackageSource? Package { get; init; }

    public required ExpandedDockerfile Dockerfile { get; init; }

    /// <summary><c>os/architecture[/variant]</c>; null for the platform of the tree.</summary>
    public string? Platform { get; init; }

    /// <summary>After this age a found image is stale on purpose; null for never.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The ids of the build secrets that the image asks for.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Whether it is found by its digest; else every push that wants it builds it.</summary>
    public bool IsCached { get; init; } = true;

    /// <summary>
    /// What only one dialect or backend understands, such as what is said about the task that builds it.
    /// </summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Where a person changes it: its entry in <c>slipway.yml</c>, else its Dockerfile.</summary>
    public required SourceLocation Location { get; init; }
}
