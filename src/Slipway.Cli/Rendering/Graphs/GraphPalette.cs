namespace Slipway.Cli.Rendering.Graphs;

/// <summary>
/// The colours of formats that are drawn by others. Text has its own colour on its own ground, so that it is legible on
/// the light and the dark theme of a page.
/// </summary>
/// <param name="Fill">The ground.</param>
/// <param name="Line">The border.</param>
/// <param name="Text">The name.</param>
/// <param name="IsDashed">Whether the border is dashed.</param>
internal sealed record GraphPalette(string Fill, string Line, string Text, bool IsDashed)
{
    private const string Ink = "#1f2328";

    /// <param name="name">What <see cref="GraphDrawing.ClassOf"/> gave.</param>
    public static GraphPalette Of(string name) => name switch
    {
        "task" => new GraphPalette("#ddf4ff", "#0969da", Ink, false),
        "registry" => new GraphPalette("#fbefff", "#8250df", Ink, false),
        "package" => new GraphPalette("#fff1e5", "#bc4c00", Ink, false),
        "reuse" => new GraphPalette("#dafbe1", "#1a7f37", Ink, false),
        "build" => new GraphPalette("#fff8c5", "#9a6700", Ink, false),
        "expired" => new GraphPalette("#ffeff7", "#bf3989", Ink, false),
        _ => new GraphPalette("#f6f8fa", "#818b98", "#59636e", true),
    };
}
