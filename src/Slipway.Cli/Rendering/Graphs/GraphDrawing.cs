using Slipway.Core.Planning;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Graphs;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>A graph and what is said about it, for every format.</summary>
internal sealed class GraphDrawing
{
    private readonly Dictionary<ImageName, PlannedImage> _planned;

    /// <param name="graph">The images.</param>
    /// <param name="title">Whose images they are.</param>
    /// <param name="plan">What is to be done with them; null when only the graph is drawn.</param>
    public GraphDrawing(ImageGraph graph, string title, BuildPlan? plan)
    {
        Graph = graph;
        Title = title;
        HasPlan = plan is not null;
        _planned = plan?.Images.ToDictionary(image => image.Name) ?? [];
    }

    public ImageGraph Graph { get; }

    public string Title { get; }

    public bool HasPlan { get; }

    public PlannedImage? PlanOf(GraphNode node) => node.Image is { } name ? _planned.GetValueOrDefault(name) : null;

    /// <summary>The name as it can stand in one line of any format.</summary>
    public static string LabelOf(GraphNode node) => Display.Line(node.Label);

    public static string NameOf(GraphNodeKind kind) => kind switch
    {
        GraphNodeKind.Task => "task",
        GraphNodeKind.Registry => "registry",
        GraphNodeKind.External => "external",
        GraphNodeKind.Package => "package",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>
    /// The one word that decides how an image is coloured: its action when there is a plan, else its kind.
    /// </summary>
    public string ClassOf(GraphNode node) =>
        PlanOf(node) is { } planned ? PlanRenderer.NameOf(planned.Action) : NameOf(node.Kind);

    /// <summary>How many images of the tree there are, and with a plan how many of each action.</summary>
    public string Summary
    {
        get
        {
            int images = Graph.Nodes.Count(node => node.Kind is GraphNodeKind.Task or GraphNodeKind.Registry);
            int packages = Graph.Nodes.Count(node => node.Kind == GraphNodeKind.Package);
            var actions = Graph.Nodes.Select(PlanOf).OfType<PlannedImage>()
                .GroupBy(planned => planned.Action)
                .OrderBy(group => group.Key)
                .Select(group => $"{group.Count()} {InWords(group.Key)}");
            string[] counts =
            [
                images == 1 ? "1 image" : $"{images} images",
                .. packages == 0 ? [] : new[] { packages == 1 ? "1 package" : $"{packages} packages" },
            ];
            return string.Join(" · ", counts.Concat(actions));
        }
    }

    private static string InWords(PlanAction action) =>
        action == PlanAction.Expired ? "expired" : $"to {PlanRenderer.NameOf(action)}";
}
