namespace Slipway.Review.Graphs.Layout;

/// <summary>How much room a node takes, in pixels.</summary>
public readonly record struct BoxSize(double Width, double Height);
