using Slipway.Model.Values;
using Slipway.Review.Graphs;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Review.Tests.Graphs;

public sealed class ImageGraphTests
{
    private static readonly InMemorySourceTree Tree = CatalogCase.TreeWith(
        ("base", "FROM debian:12\n"),
        ("tools", "FROM base\nCOPY --from=golang:1.24 /usr/local/go /go\n"),
        ("app", "FROM base\nCOPY --from=tools /bin/x /bin/x\n"),
        ("other", "FROM debian:12\n"))
        .With("taskcluster/docker/tools/VERSION", "1.0\n")
        .With("taskcluster/docker/tools/REGISTRY", "registry.example.com/team\n");

    [Fact]
    public void A_graph_has_the_images_and_their_edges()
    {
        var graph = ImageGraph.Of(Tree.Sound(), withExternals: false);

        Assert.Equal(
            ["app Task", "base Task", "other Task", "tools Registry"],
            graph.Nodes.Select(node => $"{node.Label} {node.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(["base-app", "base-tools", "tools-app"], Edges(graph));
    }

    [Fact]
    public void Images_from_elsewhere_are_nodes_on_request()
    {
        var graph = ImageGraph.Of(Tree.Sound(), withExternals: true);

        Assert.Equal(
            ["debian:12", "golang:1.24"],
            graph.Nodes.Where(node => node.Kind == GraphNodeKind.External).Select(node => node.Label));
        Assert.Equal(
            ["base-app", "base-tools", "debian:12-base", "debian:12-other", "golang:1.24-tools", "tools-app"],
            Edges(graph));
    }

    [Fact]
    public void What_an_image_needs_leaves_out_the_rest()
    {
        var graph = ImageGraph.Of(Tree.Sound(), withExternals: true).NeededBy([ImageName.Parse("tools")]);

        Assert.Equal(["base-tools", "debian:12-base", "golang:1.24-tools"], Edges(graph));
    }

    [Fact]
    public void What_needs_an_image_leaves_out_the_rest()
    {
        var graph = ImageGraph.Of(Tree.Sound(), withExternals: true).DependentOn([ImageName.Parse("tools")]);

        Assert.Equal(["app", "tools"], graph.Nodes.Select(node => node.Label).Order(StringComparer.Ordinal));
        Assert.Equal(["tools-app"], Edges(graph));
    }

    [Fact]
    public void Parents_come_before_their_children() =>
        Assert.All(
            ImageGraph.Of(Tree.Sound(), withExternals: true).Edges, edge => Assert.True(edge.Parent < edge.Child));

    private static IEnumerable<string> Edges(ImageGraph graph) => graph.Edges
        .Select(edge => $"{graph.Nodes[edge.Parent].Label}-{graph.Nodes[edge.Child].Label}")
        .Order(StringComparer.Ordinal);
}
