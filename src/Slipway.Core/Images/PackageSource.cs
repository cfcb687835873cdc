using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Images;

/// <summary>Packages of a distribution that a task builds of their sources, and that images install.</summary>
/// <remarks>It stands among the images as a node of its own, under the label of its task.</remarks>
public sealed record PackageSource
{
    /// <summary>The label of a task is this and its name.</summary>
    public const string LabelPrefix = "packages-";

    /// <summary>Where the patches are.</summary>
    public static readonly RelativePath PatchFolder = RelativePath.Parse("build/debian-packages");

    /// <summary>What it is called in its kind, and in the index.</summary>
    public required string Name { get; init; }

    /// <summary>What the task runs: the lines that its digest begins with.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The image that the task runs in; it is no part of the digest.</summary>
    public required ImageName RunsIn { get; init; }

    /// <summary>The patch, below the root; null without one.</summary>
    public RelativePath? Patch { get; init; }

    /// <summary>The packages that it is built with, by their labels, in the order in which they are said.</summary>
    public ImmutableArray<ImageName> BuiltWith { get; init; } = [];
}
