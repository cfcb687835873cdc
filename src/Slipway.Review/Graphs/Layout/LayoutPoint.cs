namespace Slipway.Review.Graphs.Layout;

/// <summary>A place in a drawing, in pixels from its upper left corner.</summary>
public readonly record struct LayoutPoint(double X, double Y);
