using System.Collections.Immutable;

namespace Slipway.Review.Graphs.Layout;

/// <summary>A graph with a place for everything.</summary>
/// <param name="Boxes">One for each node.</param>
/// <param name="Routes">
/// One for each edge: an even number of points. From each point with an even place a curve leads to the next, through
/// the gap between two columns; from there a straight line, at one height, through the column.
/// </param>
/// <param name="Width">The right end of everything.</param>
/// <param name="Height">The lower end of everything.</param>
public sealed record GraphLayout(
    ImmutableArray<LayoutBox> Boxes, ImmutableArray<ImmutableArray<LayoutPoint>> Routes, double Width, double Height);

/// <summary>
/// Where a node is drawn, in pixels; <paramref name="X"/> and <paramref name="Y"/> are its upper left corner.
/// </summary>
public readonly record struct LayoutBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => Y + (Height / 2);
}

/// <summary>A place in a drawing, in pixels from its upper left corner.</summary>
public readonly record struct LayoutPoint(double X, double Y);

/// <summary>How much room a node takes, in pixels.</summary>
public readonly record struct BoxSize(double Width, double Height);
