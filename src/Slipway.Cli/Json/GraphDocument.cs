namespace Slipway.Cli.Json;

/// <summary>The images and their edges, as <c>graph --json</c> gives them.</summary>
internal sealed record GraphDocument(IReadOnlyList<GraphNodeDocument> Nodes, IReadOnlyList<GraphEdgeDocument> Edges);

/// <summary>One image; what follows its kind with <c>--plan</c> only.</summary>
internal sealed record GraphNodeDocument(
    string Name, string Kind, string? Digest, string? Action, string? Cause, string? CauseKind);

/// <summary>That one image is built on another.</summary>
internal sealed record GraphEdgeDocument(string Parent, string Child);
