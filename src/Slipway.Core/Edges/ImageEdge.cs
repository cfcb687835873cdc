using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>That an image needs another one of the tree.</summary>
/// <param name="Parent">The image that must exist first.</param>
/// <param name="Uses">Where the Dockerfile names it; empty when only <c>parent:</c> does.</param>
public sealed record ImageEdge(ImageName Parent, System.Collections.Immutable.ImmutableArray<ImageReferenceUse> Uses);
