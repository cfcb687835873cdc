using Slipway.Model.Values;

namespace Slipway.Review.Graphs;

/// <summary>One image of a graph.</summary>
/// <param name="Label">The image's name, or the reference to one from elsewhere as its Dockerfile resolves it.</param>
/// <param name="Kind">What it is.</param>
public sealed record GraphNode(string Label, GraphNodeKind Kind)
{
    /// <summary>The image of the tree; null for one from elsewhere.</summary>
    public ImageName? Image => Kind == GraphNodeKind.External ? null : ImageName.Parse(Label);
}
