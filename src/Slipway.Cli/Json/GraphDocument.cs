namespace Slipway.Cli.Json;

/// <summary>The images and their edges, as <c>graph --json</c> gives them.</summary>
internal sealed record GraphDocument(IReadOnlyList<GraphNodeDocument> Nodes, IReadOnlyList<GraphEdgeDocument> Edges);
