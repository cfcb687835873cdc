using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.Graphs.Layout;

/// <summary>
/// Draws acyclic graphs in columns from left to right: parents left of their children, no box on another.
/// </summary>
/// <remarks>
/// Of the libraries that draw graphs for .NET, MSAGL and the bindings to Graphviz cannot be had from the registry or
/// need native code, and GraphShape spreads 300 images over six times the height that they need
/// and differs from run to run.
/// </remarks>
public static class LayeredLayout
{
    /// <summary>The most pieces of lines, from one column to the next: a picture with more shows nothing.</summary>
    public const int MaximumLines = 200_000;

    private const double NodeGap = 12;
    private const double LineHeight = 6;
    private const double NarrowestGap = 56;
    private const double WidestGap = 200;

    // Steep lines are hard to follow, so the room between two columns grows with how far their links go up or down.
    private const double GapPerClimb = 0.12;

    /// <param name="sizes">How much room each node takes.</param>
    /// <param name="edges">What is built on what.</param>
    /// <exception cref="ArgumentException">An edge does not lead from a node to a later one.</exception>
    /// <exception cref="SlipwayException">There is too much to be drawn.</exception>
    public static GraphLayout Arrange(IReadOnlyList<BoxSize> sizes, IReadOnlyList<GraphEdge> edges)
    {
        if (edges.Any(edge => edge.Parent < 0 || edge.Parent >= edge.Child || edge.Child >= sizes.Count))
        {
            throw new ArgumentException("An edge does not lead from a node to a later one.", nameof(edges));
        }

        int[] layers = Layering.Assign(sizes.Count, edges);
        if (edges.Sum(edge => (long)layers[edge.Child] - layers[edge.Parent]) > MaximumLines)
        {
            throw new SlipwayException(new Diagnostic(
                GraphCodes.GraphTooLarge,
                $"The picture would have more than {MaximumLines} lines from one column to the next",
                "Draw a part with `slipway graph --of IMAGE`, or take the format text, mermaid, dot or json."));
        }

        var graph = new LayeredGraph(layers, sizes, edges, LineHeight);
        int[][] columns = SlotOrder.Find(graph);
        double[] middles = new SlotHeights(graph, columns, NodeGap).Find();
        var (lefts, widths) = Columns(graph, columns, sizes, middles);

        ImmutableArray<LayoutBox> boxes = [.. sizes.Select((size, node) => new LayoutBox(
            lefts[graph.Slots[node].Layer],
            middles[node] - (size.Height / 2),
            widths[graph.Slots[node].Layer],
            size.Height))];
        return new GraphLayout(
            boxes,
            [.. graph.Paths.Select(path => Route(path, graph, middles, lefts, widths))],
            boxes.Select(box => box.Right).DefaultIfEmpty(0).Max(),
            graph.Slots.Select((slot, index) => middles[index] + (slot.Height / 2)).DefaultIfEmpty(0).Max());
    }

    private static (double[] Lefts, double[] Widths) Columns(
        LayeredGraph graph, int[][] columns, IReadOnlyList<BoxSize> sizes, double[] middles)
    {
        double[] lefts = new double[columns.Length];
        double[] widths = new double[columns.Length];
        double next = 0;
        for (int layer = 0; layer < columns.Length; layer++)
        {
            lefts[layer] = next;
            widths[layer] = columns[layer].Where(slot => graph.Slots[slot].IsNode).Max(slot => sizes[slot].Width);
            double climb = columns[layer]
                .SelectMany(slot => graph.After(slot).Select(after => Math.Abs(middles[after] - middles[slot])))
                .DefaultIfEmpty(0)
                .Max();
            next += widths[layer] + Math.Clamp(climb * GapPerClimb, NarrowestGap, WidestGap);
        }

        return (lefts, widths);
    }

    private static ImmutableArray<LayoutPoint> Route(
        IReadOnlyList<int> path, LayeredGraph graph, double[] middles, double[] lefts, double[] widths)
    {
        var points = ImmutableArray.CreateBuilder<LayoutPoint>(2 * (path.Count - 1));
        for (int step = 0; step < path.Count; step++)
        {
            int layer = graph.Slots[path[step]].Layer;
            if (step > 0)
            {
                points.Add(new LayoutPoint(lefts[layer], middles[path[step]]));
            }

            if (step < path.Count - 1)
            {
                points.Add(new LayoutPoint(lefts[layer] + widths[layer], middles[path[step]]));
            }
        }

        return points.MoveToImmutable();
    }
}
