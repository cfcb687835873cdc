using System.Text;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>A graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html).</summary>
internal static class MermaidGraph
{
    public static string Write(GraphDrawing drawing)
    {
        var text = new StringBuilder("flowchart LR\n");
        var graph = drawing.Graph;
        for (int node = 0; node < graph.Nodes.Length; node++)
        {
            // Names may be words of Mermaid, such as `end`, so nodes have numbers and names are quoted labels.
            string label = Escape(GraphDrawing.LabelOf(graph.Nodes[node]));
            text.Append($"  n{node}[\"{label}\"]:::{drawing.ClassOf(graph.Nodes[node])}\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append($"  n{edge.Parent} --> n{edge.Child}\n");
        }

        foreach (string style in graph.Nodes
            .Select(drawing.ClassOf)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            text.Append($"  classDef {style} {StyleOf(style)}\n");
        }

        return text.ToString();
    }

    private static string StyleOf(string name)
    {
        var palette = GraphPalette.Of(name);
        string dashes = palette.IsDashed ? ",stroke-dasharray:4 3" : "";
        return $"fill:{palette.Fill},stroke:{palette.Line},color:{palette.Text}{dashes}";
    }

    /// <summary>
    /// Entities are written with <c>#</c>:
    /// https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    /// </summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = char.IsAsciiLetterOrDigit(c) || c > '\x7f' || " .-_/:@".Contains(c, StringComparison.Ordinal)
                ? escaped.Append(c)
                : escaped.Append($"#{(int)c};");
        }

        return escaped.ToString();
    }
}
