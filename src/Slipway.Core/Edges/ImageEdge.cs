using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>That an image needs another one of the tree, or a package.</summary>
/// <param name="Parent">What must exist first.</param>
/// <param name="Uses">Where the Dockerfile names it; empty when only the tree's files do.</param>
public sealed record ImageEdge(ImageName Parent, ImmutableArray<ImageReferenceUse> Uses)
{
    /// <summary>What it is needed for.</summary>
    public EdgeRoles Roles { get; init; } = EdgeRoles.Base;

    /// <summary>Whether the image is built on it; else it only has to be there for a task that builds.</summary>
    public bool IsBase => Roles.HasFlag(EdgeRoles.Base);
}
