namespace Slipway.Cli.Rendering.Graphs;

/// <summary>The colours of a drawing.</summary>
internal static class SvgStyle
{
    /// <summary>
    /// The light theme, and the dark one for viewers who prefer it. Plain properties instead of variables, because some
    /// viewers, librsvg among them, know no variables.
    /// </summary>
    public const string Sheet = """
        text { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #1f2328 }
        .ground { fill: #ffffff }
        .title { font-size: 15px; font-weight: bold }
        .muted, .note { fill: #59636e; font-size: 11px }
        .name { font-size: 13px }
        .edge { fill: none; stroke: #9aa4af; stroke-width: 1.25 }
        .arrow { fill: #9aa4af }
        .box { fill: #f6f8fa; stroke: #c4ccd4 }
        .task .mark { fill: #0969da }
        .registry .mark { fill: #8250df }
        .package .mark { fill: #bc4c00 }
        .external .mark, .legend .mark { fill: none }
        .external .box { fill: #ffffff; stroke: #9aa4af; stroke-dasharray: 4 3 }
        .external .name { fill: #59636e }
        .reuse .box { fill: #dafbe1; stroke: #4ac26b }
        .build .box { fill: #fff3b0; stroke: #bf8700 }
        .expired .box { fill: #ffe3f1; stroke: #bf3989 }
        .reuse .note { fill: #116329 }
        .build .note { fill: #7d4e00 }
        .expired .note { fill: #99286e }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .ground { fill: #0d1117 }
          .muted, .note { fill: #9198a1 }
          .edge { stroke: #656c76 }
          .arrow { fill: #656c76 }
          .box { fill: #161b22; stroke: #3d444d }
          .task .mark { fill: #4493f8 }
          .registry .mark { fill: #ab7df8 }
          .package .mark { fill: #db6d28 }
          .external .box { fill: #0d1117; stroke: #656c76 }
          .external .name { fill: #9198a1 }
          .reuse .box { fill: #12291c; stroke: #2ea043 }
          .build .box { fill: #2e2408; stroke: #bb8009 }
          .expired .box { fill: #36142a; stroke: #db61a2 }
          .reuse .note { fill: #7ee787 }
          .build .note { fill: #e3b341 }
          .expired .note { fill: #ff9bce }
        }
        """;
}

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
