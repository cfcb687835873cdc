using Slipway.Model.Text;
using Spectre.Console.Rendering;

namespace Slipway.Cli.Terminals;

/// <summary>
/// Escapes the text of everything that a console draws, and leaves the console's own colours and movements alone.
/// </summary>
internal sealed class EscapeHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Escaped(renderable));

    private sealed class Escaped(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(Escape);

        private static Segment Escape(Segment segment) =>
            segment.IsControlCode || Display.Lines(segment.Text) is var text && text == segment.Text
                ? segment
                : new Segment(Display.Lines(segment.Text), segment.Style);
    }
}
