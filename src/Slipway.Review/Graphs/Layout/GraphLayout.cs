using System.Collections.Immutable;

namespace Slipway.Review.Graphs.Layout;

/// <summary>A graph with a place for everything.</summary>
/// <param name="Boxes">One for each node.</param>
/// <param name="Routes">
/// One for each edge: an even number of points. From each point with an even place a curve leads to the next, through the
/// gap between two columns; from there a straight line, at one height, through the column.
/// </param>
/// <param name="Width">The right end of everything.</param>
/// <param name="Height">The lower end of everything.</param>
public sealed record GraphLayout(
    ImmutableArray<LayoutBox> Boxes, ImmutableArray<ImmutableArray<LayoutPoint>> Routes, double Width, double Height);
