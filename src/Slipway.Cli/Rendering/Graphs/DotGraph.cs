using System.Text;
using Slipway.Review.Graphs;

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
        string name = drawing.ClassOf(node);
        var palette = GraphPalette.Of(name);
        string[] attributes =
        [
            $"fillcolor={Quote(palette.Fill)}",
            $"color={Quote(palette.Line)}",
            $"fontcolor={Quote(palette.Text)}",
            .. palette.IsDashed ? [$"style={Quote("rounded,filled,dashed")}"] : Array.Empty<string>(),
            $"class={Quote(name)}",
            .. drawing.PlanOf(node) is { } planned
                ? [$"tooltip={Quote($"{name}: {PlanRenderer.Explain(planned)}")}"]
                : Array.Empty<string>(),
        ];
        return string.Join(", ", attributes);
    }

    // A backslash begins an escape in labels, which an identifier does not know; doubled it stands for itself in both.
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
