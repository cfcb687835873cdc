using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>What a tree with gecko's transforms says about the task that builds an image.</summary>
public sealed record GeckoImageSettings
{
    /// <summary>The build argument that says which packages an image installs: the ids of their tasks.</summary>
    public const string PackagesArgument = "DOCKER_IMAGE_PACKAGES";

    /// <summary>The architecture; null where it says none.</summary>
    public string? Arch { get; init; }

    /// <summary>Pushes to which types of repositories want it.</summary>
    public ImmutableArray<string> RunOnRepositoryTypes { get; init; } = ["git", "hg"];

    /// <summary>The names of the arguments in the order in which they are written.</summary>
    public ImmutableArray<string> ArgumentOrder { get; init; } = [];

    /// <summary>The packages that it installs, by their labels, in the order in which they are written.</summary>
    public ImmutableArray<ImageName> Packages { get; init; } = [];

    /// <summary>The file that lists it, relative to the folder of its kind; null for <c>kind.yml</c>.</summary>
    public string? TaskFrom { get; init; }
}
