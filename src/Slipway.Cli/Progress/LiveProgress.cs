using Slipway.Application.Builds;
using Slipway.Core.Planning;
using Slipway.Model.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Cli.Progress;

/// <summary>
/// Progress on a terminal: a line for each image that is being built, redrawn in place, and above them a line that
/// stays for each one that is done.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console, BuildPlan plan, bool verbose, TimeProvider clock)
{
    private static readonly string[] Frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    private readonly LiveImages _images = new(plan.ToBuild.Count(), clock);
    private int _frame;

    private int Width => Math.Max(20, console.Profile.Width - 1);

    /// <summary>Keeps the live region on the screen while <paramref name="draw"/> runs.</summary>
    public Task RunAsync(Func<Action, Task> draw) =>
        console.Live(Render()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(context => draw(() =>
        {
            _frame++;
            context.UpdateTarget(Render());
        }));

    public void Apply(BuildEvent happened)
    {
        _images.Apply(happened);
        switch (happened)
        {
            case BuildEvent.LogLine log when verbose:
                WriteAbove($"{happened.Image} |", Color.Grey, Display.Printed(log.Text));
                break;
            case BuildEvent.Warned warned:
                WriteAbove($"warning {warned.Diagnostic.Code}:", Color.Yellow, warned.Diagnostic.Message);
                break;
            case BuildEvent.Finished { Outcome: var outcome }:
                var (mark, color) = MarkOf(outcome);
                string said = $"{happened.Image} {PlainProgress.FinishedLine(outcome)}";
                // All of it is said at the end.
                said = outcome.Diagnostics is [var first, ..] ? $"{said}: {Display.Line(first.Message)}" : said;
                WriteAbove(mark, color, Display.Clip(said, Width - mark.Length - 1));
                break;
        }
    }

    private static (string Mark, Color Color) MarkOf(ImageOutcome outcome) => outcome switch
    {
        { IsAvailable: true } => ("✓", Color.Green),
        { Kind: OutcomeKind.Failed } => ("✗", Color.Red),
        _ => ("-", Color.Yellow),
    };

    // Padded, because it is written over the first line of what is redrawn; and folded here, because a line that fills
    // the terminal loses its end, and then the next one is written over it.
    private void WriteAbove(string mark, Color color, string text)
    {
        string[] lines = [.. Folded($"{mark} {text}")];
        var paragraph = new Paragraph()
            .Append(mark, new Style(color))
            .Append($"{lines[0][mark.Length..].PadRight(Width - mark.Length)}\n");
        foreach (string line in lines.Skip(1))
        {
            paragraph.Append($"{line.PadRight(Width)}\n");
        }

        console.Write(paragraph);
    }

    private IEnumerable<string> Folded(string text)
    {
        while (text.Length > Width)
        {
            int end = char.IsHighSurrogate(text[Width - 1]) ? Width - 1 : Width;
            yield return text[..end];
            text = text[end..];
        }

        yield return text;
    }

    private Rows Render() => new(
    [
        .. _images.Lines(Frames[_frame % Frames.Length], Width).Select(IRenderable (line) => new Text(line)),
        new Text(_images.Sum(Width), new Style(decoration: Decoration.Dim)),
    ]);
}
