using Slipway.Model.Diagnostics;
using Slipway.Review.Graphs;
using Slipway.Review.Graphs.Layout;
using Slipway.Tests;

namespace Slipway.Review.Tests.Graphs.Layout;

public sealed class CostsOfPicturesTests
{
    [Fact]
    public void A_graph_in_which_everything_needs_everything_is_refused_before_it_is_laid_out()
    {
        var refused = default(SlipwayException);

        long bytes = Growth.Allocated(() => refused = Assert.Throws<SlipwayException>(
            () => LayeredLayout.Arrange(Boxes(300), [.. Dense(300)])));

        Assert.Equal(GraphCodes.GraphTooLarge, refused!.Diagnostics[0].Code);
        Assert.InRange(bytes, 0, 64L << 20);
    }

    [Fact]
    public void A_chain_costs_no_more_than_it_is_long() =>
        Growth.IsLinear(
            "bytes for the picture of a chain",
            200,
            size => Growth.Allocated(() => LayeredLayout.Arrange(
                Boxes(size), [.. Enumerable.Range(1, size - 1).Select(child => new GraphEdge(child - 1, child))])));

    [Fact]
    public void Two_columns_in_which_everything_is_linked_cost_no_more_than_the_links_are_many() =>
        Growth.IsLinear(
            "bytes for each row of links",
            20,
            size => Growth.Allocated(() => LayeredLayout.Arrange(Boxes(2 * size), [.. Bipartite(size)])) / size);

    private static BoxSize[] Boxes(int count) => [.. Enumerable.Repeat(new BoxSize(10, 10), count)];

    private static IEnumerable<GraphEdge> Dense(int count) =>
        Enumerable
            .Range(0, count)
            .SelectMany(child => Enumerable.Range(0, child).Select(parent => new GraphEdge(parent, child)));

    private static IEnumerable<GraphEdge> Bipartite(int count) =>
        Enumerable
            .Range(0, count)
            .SelectMany(parent => Enumerable.Range(count, count).Select(child => new GraphEdge(parent, child)));
}
