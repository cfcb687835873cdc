using System.Text;
using Slipway.Core.Graphs;
using Slipway.Core.Planning;

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
            text.Append($"  n{node}[\"{Escape(GraphDrawing.LabelOf(graph.Nodes[node]))}\"]:::{ClassOf(drawing, node)}\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append($"  n{edge.Parent} --> n{edge.Child}\n");
        }

        foreach (string style in Enumerable.Range(0, graph.Nodes.Length)
            .Select(node => ClassOf(drawing, node))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            text.Append($"  classDef {style} {StyleOf(style)}\n");
        }

        return text.ToString();
    }

    private static string ClassOf(GraphDrawing drawing, int node)
    {
        var image = drawing.Graph.Nodes[node];
        return drawing.PlanOf(image)?.Action switch
        {
            // The word that says it everywhere else means nothing to Mermaid, but a class is better not called `class`.
            PlanAction.Reuse => "reuse",
            PlanAction.Build => "build",
            PlanAction.Expired => "expired",
            _ => GraphDrawing.NameOf(image.Kind),
        };
    }

    // Text in its own colour on its own ground, so that it is legible on the light and the dark theme of a page.
    private static string StyleOf(string name) => name switch
    {
        "task" => "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
        "registry" => "fill:#fbefff,stroke:#8250df,color:#1f2328",
        "reuse" => "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
        "build" => "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
        "expired" => "fill:#ffeff7,stroke:#bf3989,color:#1f2328",
        _ => "fill:#f6f8fa,stroke:#818b98,color:#59636e,stroke-dasharray:4 3",
    };

    /// <summary>Entities are written with <c>#</c>: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters</summary>
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
