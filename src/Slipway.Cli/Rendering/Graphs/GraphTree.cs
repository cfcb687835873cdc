using Slipway.Review.Graphs;
using Spectre.Console;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>
/// A graph as a tree of lines. An image with several parents is shown below one and referred to below the others.
/// </summary>
/// <remarks>
/// A branch that leads too far to the right goes on further down: else lines would grow with the depth of the graph.
/// </remarks>
internal sealed class GraphTree(GraphDrawing drawing, IAnsiConsole console)
{
    private const int MaximumDepth = 32;

    private readonly HashSet<int> _shown = [];
    private readonly Queue<int> _below = new();

    public void Write()
    {
        for (int node = 0; node < drawing.Graph.Nodes.Length; node++)
        {
            if (!drawing.Graph.ParentsOf(node).Any())
            {
                Write(node, string.Empty, string.Empty, null, depth: 0);
                WriteBelow();
            }
        }

        console.WriteLine();
        console.WriteLine(drawing.Summary);
    }

    private void WriteBelow()
    {
        while (_below.TryDequeue(out int node))
        {
            if (!_shown.Contains(node))
            {
                Write(node, string.Empty, string.Empty, null, depth: 0);
            }
        }
    }

    private void Write(int node, string lead, string indent, int? parent, int depth)
    {
        console.Write(new Text(lead));
        var image = drawing.Graph.Nodes[node];
        console.Write(new Text(GraphDrawing.LabelOf(image), StyleOf(image)));
        if (_shown.Contains(node))
        {
            console.WriteLine(" (above)");
            return;
        }

        if (depth == MaximumDepth)
        {
            console.WriteLine(" (below)");
            _below.Enqueue(node);
            return;
        }

        _shown.Add(node);

        console.WriteLine(Notes(node, image, parent));
        int[] children = [.. drawing.Graph.ChildrenOf(node)];
        for (int i = 0; i < children.Length; i++)
        {
            bool isLast = i == children.Length - 1;
            Write(
                children[i], indent + (isLast ? "└── " : "├── "), indent + (isLast ? "    " : "│   "), node, depth + 1);
        }
    }

    private string Notes(int node, GraphNode image, int? shownBelow)
    {
        var others = drawing.Graph.ParentsOf(node).Where(other => other != shownBelow)
            .Select(other => GraphDrawing.LabelOf(drawing.Graph.Nodes[other]));
        string[] notes =
        [
            .. image.Kind == GraphNodeKind.Task ? [] : new[] { GraphDrawing.NameOf(image.Kind) },
            .. others.Any() ? new[] { $"also on {string.Join(", ", others)}" } : [],
            .. drawing.PlanOf(image) is { } planned
                ? new[] { $"{PlanRenderer.NameOf(planned.Action)}: {PlanRenderer.Explain(planned)}" }
                : [],
        ];
        return notes.Length == 0 ? string.Empty : $"  [{string.Join("; ", notes)}]";
    }

    private Style StyleOf(GraphNode image) => Style.Parse((drawing.PlanOf(image)?.Action, image.Kind) switch
    {
        ({ } action, _) => PlanRenderer.StyleOf(action),
        (_, GraphNodeKind.External) => "grey",
        (_, GraphNodeKind.Registry) => "purple",
        (_, GraphNodeKind.Package) => "olive",
        _ => "bold",
    });
}
