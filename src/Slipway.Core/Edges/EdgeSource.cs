using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>What of one image decides about its parents and about those of images built on it.</summary>
/// <param name="Name">The image.</param>
/// <param name="Location">Where a person changes it.</param>
/// <param name="References">What its Dockerfile names.</param>
/// <param name="Triggers">The <c>ONBUILD</c> instructions that builds on it carry out.</param>
internal sealed record EdgeSource(
    ImageName Name,
    SourceLocation Location,
    ImmutableArray<ImageReferenceUse> References,
    ImmutableArray<BuildTrigger> Triggers)
{
    /// <summary>What <c>parent:</c> says; null when it says nothing.</summary>
    public Located<ImageName>? Parent { get; init; }

    /// <summary>What it needs besides.</summary>
    public ImmutableArray<ImageNeed> Needs { get; init; } = [];

    /// <summary>Whether it is found by its digest.</summary>
    public bool IsCached { get; init; } = true;

    /// <summary>Where the edge to a parent is written.</summary>
    public SourceLocation LocationOf(ImageEdge edge) =>
        edge.Uses.Length > 0 ? edge.Uses[0].Location
        : Parent is { } parent && parent.Value == edge.Parent ? parent.Location
        : Needs.FirstOrDefault(need => need.Name == edge.Parent)?.Location ?? Parent?.Location ?? Location;
}

/// <summary>The parents of one image.</summary>
/// <param name="Parents">By name, each once.</param>
/// <param name="Missing">Those that are images of the tree and were not read.</param>
/// <param name="Problems">What is wrong: the image needs something that is not there, or may not need it.</param>
internal sealed record FoundEdges(
    ImmutableArray<ImageEdge> Parents, ImmutableArray<ImageName> Missing, ImmutableArray<Diagnostic> Problems);
