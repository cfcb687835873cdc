using Slipway.Review.Graphs;
using Slipway.Review.Graphs.Layout;

namespace Slipway.Review.Tests.Graphs.Layout;

public sealed class LayeredLayoutTests
{
    private static readonly BoxSize Size = new(100, 30);

    [Fact]
    public void Nothing_is_drawn_in_no_room() =>
        Assert.Equal((0, 0), (LayeredLayout.Arrange([], []).Width, LayeredLayout.Arrange([], []).Height));

    [Fact]
    public void A_chain_is_a_straight_line()
    {
        var layout = LayeredLayout.Arrange([Size, Size, Size], [new GraphEdge(0, 1), new GraphEdge(1, 2)]);

        Assert.Equal([0d, 0d, 0d], layout.Boxes.Select(box => Math.Round(box.Y, 6)));
        Assert.True(layout.Boxes[0].Right < layout.Boxes[1].X && layout.Boxes[1].Right < layout.Boxes[2].X);
    }

    [Fact]
    public void A_parent_stands_in_the_middle_of_its_children()
    {
        var layout = LayeredLayout.Arrange(
            [Size, Size, Size, Size], [new GraphEdge(0, 1), new GraphEdge(0, 2), new GraphEdge(0, 3)]);

        Assert.Equal(layout.Boxes[2].Middle, layout.Boxes[0].Middle, 3);
    }

    [Fact]
    public void A_parent_stands_next_to_the_first_image_that_needs_it()
    {
        // 0 → 1 → 2, and 3 is needed by 4 alone, which stands on 2.
        var layout = LayeredLayout.Arrange(
            [Size, Size, Size, Size, Size],
            [new GraphEdge(0, 1), new GraphEdge(1, 2), new GraphEdge(2, 4), new GraphEdge(3, 4)]);

        Assert.Equal(layout.Boxes[2].X, layout.Boxes[3].X);
    }

    [Fact]
    public void Three_hundred_images_need_little_more_height_than_their_tallest_column()
    {
        const int columns = 6;
        const int each = 50;
        var edges = Enumerable.Range(0, each * (columns - 1))
            .Select(i => new GraphEdge((i / each * each) + (i * 7 % each), each + i));

        var layout = LayeredLayout.Arrange([.. Enumerable.Repeat(Size, each * columns)], [.. edges]);

        Assert.InRange(layout.Height, each * 30, each * (30 + 12) * 1.5);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    public void An_edge_that_does_not_lead_to_a_later_node_is_refused(int parent, int child) =>
        Assert.Throws<ArgumentException>(() => LayeredLayout.Arrange([Size, Size], [new GraphEdge(parent, child)]));
}
