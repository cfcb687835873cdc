namespace Slipway.Review.Graphs.Layout;

/// <summary>Where a node is drawn, in pixels; <paramref name="X"/> and <paramref name="Y"/> are its upper left corner.</summary>
public readonly record struct LayoutBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => Y + (Height / 2);
}
