using CsCheck;
using Slipway.Review.Graphs;
using Slipway.Review.Graphs.Layout;

namespace Slipway.Review.Tests.Graphs.Layout;

public sealed class LayeredLayoutProperties
{
    // What adding in another order makes of a number.
    private const double Hair = 1e-6;

    private static readonly Gen<(BoxSize[] Sizes, GraphEdge[] Edges)> Graphs =
        from count in Gen.Int[1, 40]
        from sizes in Gen.Select(
            Gen.Double[20, 300], Gen.Double[10, 60], (width, height) => new BoxSize(width, height)).Array[count]
        from pairs in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, 2 * count]
        select (
            sizes,
            pairs
                .Where(pair => pair.Item1 != pair.Item2)
                .Select(pair => new GraphEdge(Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2)))
                .Distinct()
                .ToArray());

    [Fact]
    public void No_box_lies_on_another() =>
        Check.Sample(Graphs, graph =>
        {
            var boxes = LayeredLayout.Arrange(graph.Sizes, graph.Edges).Boxes;
            return boxes
                    .SelectMany((a, i) => boxes.Skip(i + 1).Select(b => (a, b)))
                    .All(pair =>
                        pair.a.Right < pair.b.X
                        || pair.b.Right < pair.a.X
                        || pair.a.Bottom < pair.b.Y
                        || pair.b.Bottom < pair.a.Y);
        });

    [Fact]
    public void Every_box_has_the_room_that_it_asks_for() =>
        Check.Sample(
            Graphs,
            graph =>
                LayeredLayout
                    .Arrange(graph.Sizes, graph.Edges)
                    .Boxes.Zip(graph.Sizes)
                    .All(pair =>
                        pair.First.Width >= pair.Second.Width
                        && Math.Abs(pair.First.Height - pair.Second.Height) < Hair));

    [Fact]
    public void Every_edge_leads_from_the_right_side_of_its_parent_to_the_left_side_of_its_child() =>
        Check.Sample(Graphs, graph =>
        {
            var layout = LayeredLayout.Arrange(graph.Sizes, graph.Edges);
            return graph.Edges.Zip(layout.Routes).All(pair =>
            {
                var (edge, route) = pair;
                var (parent, child) = (layout.Boxes[edge.Parent], layout.Boxes[edge.Child]);
                return IsAt(route[0], parent.Right, parent.Middle)
                    && IsAt(route[^1], child.X, child.Middle)
                    && route.Length % 2 == 0
                    && route.Zip(route.Skip(1)).All(step => step.First.X < step.Second.X);
            });
        });

    [Fact]
    public void No_edge_crosses_a_box() =>
        Check.Sample(Graphs, graph =>
        {
            var layout = LayeredLayout.Arrange(graph.Sizes, graph.Edges);
            return layout.Routes.All(route =>
                    route
                        .Zip(route.Skip(1))
                        .Select((step, i) => (step, isCurve: i % 2 == 0))
                        .All(piece =>
                            layout.Boxes.All(box =>
                            {
                                // A curve stays between its ends; it may only touch the sides of the columns, a line
                                // only its gap.
                                var (from, to) = piece.step;
                                bool apart = to.X <= box.X || from.X >= box.Right;
                                return apart || (!piece.isCurve && (from.Y < box.Y || from.Y > box.Bottom));
                            })));
        });

    [Fact]
    public void Everything_lies_within_the_drawing() =>
        Check.Sample(Graphs, graph =>
        {
            var layout = LayeredLayout.Arrange(graph.Sizes, graph.Edges);
            return layout.Boxes.All(box => IsWithin(box.X, box.Y, layout) && IsWithin(box.Right, box.Bottom, layout))
                && layout.Routes.All(route => route.All(point => IsWithin(point.X, point.Y, layout)));
        });

    [Fact]
    public void The_same_graph_is_always_drawn_in_the_same_way() =>
        Check.Sample(Graphs, graph =>
        {
            var one = LayeredLayout.Arrange(graph.Sizes, graph.Edges);
            var other = LayeredLayout.Arrange(graph.Sizes, graph.Edges);
            return one.Boxes.SequenceEqual(other.Boxes)
                    && one.Routes.Zip(other.Routes).All(pair => pair.First.SequenceEqual(pair.Second));
        });

    [Fact]
    public void A_tree_is_drawn_without_a_crossing() =>
        Check.Sample(
            from count in Gen.Int[2, 40]
            from parents in Gen.Int[0, 1_000_000].Array[count - 1]
            select parents.Select((parent, i) => new GraphEdge(parent % (i + 1), i + 1)).ToArray(),
            edges =>
            {
                var layout = LayeredLayout.Arrange(
                    [.. Enumerable.Repeat(new BoxSize(100, 30), edges.Length + 1)], edges);
                return edges.All(a => edges.All(b =>
                    layout.Boxes[a.Parent].X != layout.Boxes[b.Parent].X
                    || layout.Boxes[a.Parent].Y >= layout.Boxes[b.Parent].Y
                    || layout.Boxes[a.Child].Y < layout.Boxes[b.Child].Y));
            });

    private static bool IsAt(LayoutPoint point, double x, double y) =>
        Math.Abs(point.X - x) < Hair && Math.Abs(point.Y - y) < Hair;

    private static bool IsWithin(double x, double y, GraphLayout layout) =>
        x > -Hair && y > -Hair && x < layout.Width + Hair && y < layout.Height + Hair;
}
