using System.Text;
using Slipway.Core.Graphs;
using Slipway.Core.Planning;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>A graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html).</summary>
internal static class DotGraph
{
    public static string Write(GraphDrawing drawing)
    {
        var text = new StringBuilder();
        text.Append($"digraph {Quote(drawing.Title)} {{\n");
        text.Append("  rankdir=LR\n");
        text.Append("  node [shape=box, style=\"rounded,filled\", fontname=\"monospace\"]\n");
        var graph = drawing.Graph;
        for (int node = 0; node < graph.Nodes.Length; node++)
        {
            string label = Quote(GraphDrawing.LabelOf(graph.Nodes[node]));
            text.Append($"  {label} [label={label}, {AttributesOf(drawing, graph.Nodes[node])}]\n");
        }

        foreach (var edge in graph.Edges)
        {
            string parent = GraphDrawing.LabelOf(graph.Nodes[edge.Parent]);
            text.Append($"  {Quote(parent)} -> {Quote(GraphDrawing.LabelOf(graph.Nodes[edge.Child]))}\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string AttributesOf(GraphDrawing drawing, GraphNode node)
    {
        if (drawing.PlanOf(node) is { } planned)
        {
            string colours = planned.Action switch
            {
                PlanAction.Reuse => "fillcolor=\"#dafbe1\", color=\"#1a7f37\"",
                PlanAction.Expired => "fillcolor=\"#ffeff7\", color=\"#bf3989\"",
                _ => "fillcolor=\"#fff8c5\", color=\"#9a6700\"",
            };
            string action = PlanRenderer.NameOf(planned.Action);
            return $"{colours}, class={Quote(action)}, tooltip={Quote($"{action}: {PlanRenderer.Explain(planned)}")}";
        }

        return node.Kind switch
        {
            GraphNodeKind.Registry => "fillcolor=\"#fbefff\", color=\"#8250df\", class=\"registry\"",
            GraphNodeKind.External =>
                "fillcolor=\"#f6f8fa\", color=\"#818b98\", fontcolor=\"#59636e\", style=\"rounded,filled,dashed\", class=\"external\"",
            _ => "fillcolor=\"#ddf4ff\", color=\"#0969da\", class=\"task\"",
        };
    }

    // A backslash begins an escape in labels, which an identifier does not know; doubled it stands for itself in both.
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
