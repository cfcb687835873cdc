namespace Slipway.Cli.Rendering.Graphs;

/// <summary>How wide text in a fixed-width font is at most, whichever such font the viewer has.</summary>
internal static class TextMetrics
{
    // 0.6 for Courier, 0.602 for DejaVu Sans Mono, 0.6 for Menlo and Liberation Mono, 0.55 for Consolas.
    private const double WidestAdvance = 0.625;

    // Characters that a fixed-width font lacks come from another one, as wide as they are high.
    private const double ForeignAdvance = 1.05;

    /// <param name="text">One line.</param>
    /// <param name="size">The size of the font, in pixels.</param>
    public static double Width(string text, double size) =>
        size * text.Sum(c => c is >= ' ' and <= '~' or '·' or '…' ? WidestAdvance : ForeignAdvance);
}
