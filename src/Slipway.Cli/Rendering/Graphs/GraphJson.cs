using Slipway.Cli.Json;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>A graph for programs.</summary>
internal static class GraphJson
{
    public static GraphDocument ToDocument(GraphDrawing drawing) => new(
        [.. drawing.Graph.Nodes.Select(node =>
        {
            var planned = drawing.PlanOf(node);
            return new GraphNodeDocument(
                node.Label,
                GraphDrawing.NameOf(node.Kind),
                planned is { HasDigest: true } ? planned.Digest.ToString() : null,
                planned is null ? null : PlanRenderer.NameOf(planned.Action),
                planned is null ? null : PlanRenderer.Explain(planned),
                planned is null ? null : PlanRenderer.KindOf(planned.Reason));
        })],
        [.. drawing.Graph.Edges.Select(edge => new GraphEdgeDocument(
            drawing.Graph.Nodes[edge.Parent].Label, drawing.Graph.Nodes[edge.Child].Label))]);
}
