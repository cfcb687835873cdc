namespace Slipway.Review.Graphs;

/// <summary>That one node is built on another. Both are places in the list of nodes.</summary>
/// <param name="Parent">The node that must exist first.</param>
/// <param name="Child">The node that needs it; always the later one.</param>
public readonly record struct GraphEdge(int Parent, int Child);
