namespace Slipway.Review.Graphs;

/// <summary>What a node of the graph stands for.</summary>
public enum GraphNodeKind
{
    /// <summary>A task image of the tree.</summary>
    Task,

    /// <summary>A registry image of the tree.</summary>
    Registry,

    /// <summary>An image from elsewhere that a Dockerfile names.</summary>
    External,
}
