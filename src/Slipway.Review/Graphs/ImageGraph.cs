using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Review.Graphs;

/// <summary>Images and what they are built on, to be drawn. Acyclic; parents come before their children.</summary>
public sealed class ImageGraph
{
    private readonly ILookup<int, int> _parents;
    private readonly ILookup<int, int> _children;

    private ImageGraph(ImmutableArray<GraphNode> nodes, ImmutableArray<GraphEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
        _parents = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        _children = edges.ToLookup(edge => edge.Parent, edge => edge.Child);
    }

    /// <summary>Parents before children, images from elsewhere first.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>By parent, then by child.</summary>
    public ImmutableArray<GraphEdge> Edges { get; }

    /// <summary>The graph of a whole tree.</summary>
    /// <param name="catalog">The images.</param>
    /// <param name="withExternals">Whether images from elsewhere are nodes too.</param>
    public static ImageGraph Of(ImageCatalog catalog, bool withExternals)
    {
        var externals = catalog.ParentsFirst.ToDictionary(
            image => image.Name, image => withExternals ? ExternalsOf(image, catalog) : []);
        var order = new GraphOrder(catalog);
        ImmutableArray<GraphNode> nodes =
        [
            .. externals
                .Values.SelectMany(labels => labels)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(label => new GraphNode(label, GraphNodeKind.External)),
            .. order.Images.Select(image => new GraphNode(image.Name.Value, KindOf(image))),
        ];
        var places = nodes.Select((node, place) => (node.Label, place))
            .ToDictionary(pair => pair.Label, pair => pair.place, StringComparer.Ordinal);
        return new ImageGraph(nodes, Sorted(catalog.ParentsFirst.SelectMany(image => order.NeedsOf(image)
            .Select(parent => parent.Value)
            .Concat(externals[image.Name])
            .Select(parent => new GraphEdge(places[parent], places[image.Name.Value])))));
    }

    private static GraphNodeKind KindOf(ImageDefinition image) => image.Kind switch
    {
        ImageKind.Package => GraphNodeKind.Package,
        ImageKind.Registry => GraphNodeKind.Registry,
        _ => GraphNodeKind.Task,
    };

    public IEnumerable<int> ParentsOf(int node) => _parents[node];

    public IEnumerable<int> ChildrenOf(int node) => _children[node];

    /// <summary>These images and everything that they are built on.</summary>
    public ImageGraph NeededBy(IEnumerable<ImageName> images) => Reached(images, ParentsOf);

    /// <summary>These images and everything that is built on them.</summary>
    public ImageGraph DependentOn(IEnumerable<ImageName> images) => Reached(images, ChildrenOf);

    private static string[] ExternalsOf(ImageDefinition image, ImageCatalog catalog)
    {
        var inTree = image
            .Parents.SelectMany(edge => edge.Uses)
            .Select(use => use.Resolved)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. image.Dockerfile.References
                .Select(use => use.Resolved)
                .Where(reference => !inTree.Contains(reference))
                // In the taskgraph scheme a name of the tree that `parent:` does not repeat is no edge.
                .Where(reference => !ImageName.TryParse(reference, out var name) || catalog.Find(name) is null)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private ImageGraph Reached(IEnumerable<ImageName> images, Func<int, IEnumerable<int>> next)
    {
        var wanted = images.Select(image => image.Value).ToHashSet(StringComparer.Ordinal);
        var open = new Stack<int>(Enumerable.Range(0, Nodes.Length).Where(node => wanted.Contains(Nodes[node].Label)));
        var reached = new SortedSet<int>();
        while (open.TryPop(out int node))
        {
            if (reached.Add(node))
            {
                foreach (int neighbour in next(node))
                {
                    open.Push(neighbour);
                }
            }
        }

        var places = reached.Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
        return new ImageGraph(
            [.. reached.Select(node => Nodes[node])],
            Sorted(Edges
                .Where(edge => places.ContainsKey(edge.Parent) && places.ContainsKey(edge.Child))
                .Select(edge => new GraphEdge(places[edge.Parent], places[edge.Child]))));
    }

    private static ImmutableArray<GraphEdge> Sorted(IEnumerable<GraphEdge> edges) =>
        [.. edges.Distinct().OrderBy(edge => edge.Parent).ThenBy(edge => edge.Child)];
}

/// <summary>One image of a graph.</summary>
/// <param name="Label">The image's name, or the reference to one from elsewhere as its Dockerfile resolves it.</param>
/// <param name="Kind">What it is.</param>
public sealed record GraphNode(string Label, GraphNodeKind Kind)
{
    /// <summary>The image of the tree; null for one from elsewhere.</summary>
    public ImageName? Image => Kind == GraphNodeKind.External ? null : ImageName.Parse(Label);
}

/// <summary>What a node of the graph stands for.</summary>
public enum GraphNodeKind
{
    /// <summary>A task image of the tree.</summary>
    Task,

    /// <summary>A registry image of the tree.</summary>
    Registry,

    /// <summary>An image from elsewhere that a Dockerfile names.</summary>
    External,

    /// <summary>Packages that images install.</summary>
    Package,
}

/// <summary>That one node is built on another. Both are places in the list of nodes.</summary>
/// <param name="Parent">The node that must exist first.</param>
/// <param name="Child">The node that needs it; always the later one.</param>
public readonly record struct GraphEdge(int Parent, int Child);
