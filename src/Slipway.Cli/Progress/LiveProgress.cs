using Slipway.Application.Builds;
using Slipway.Application.Wording;
using Slipway.Core.Planning;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Cli.Progress;

/// <summary>Progress on a terminal: a line for each image that is being built, redrawn in place.</summary>
internal sealed class LiveProgress(IAnsiConsole console, BuildPlan plan, bool verbose, TimeProvider clock)
{
    private static readonly string[] Frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    private readonly Dictionary<ImageName, Running> _running = [];
    private readonly int _total = plan.ToBuild.Count();
    private int _done;
    private int _frame;

    /// <summary>Keeps the live region on the screen while <paramref name="draw"/> runs.</summary>
    public Task RunAsync(Func<Action, Task> draw) =>
        console.Live(Render()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(context => draw(() =>
        {
            _frame++;
            context.UpdateTarget(Render());
        }));

    public void Apply(BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.Waiting:
                Of(happened.Image).State = "waiting for another process";
                break;
            case BuildEvent.PhaseBegan phase:
                Of(happened.Image).State = PhaseNames.Of(phase.Phase);
                Of(happened.Image).Detail = string.Empty;
                break;
            case BuildEvent.LogLine log:
                string printed = Display.Printed(log.Text);
                Of(happened.Image).Detail = printed.Trim();
                if (verbose)
                {
                    WriteAbove($"{happened.Image} |", Color.Grey, printed);
                }

                break;
            case BuildEvent.Transferred transferred:
                Of(happened.Image).Detail = Units.Bytes(transferred.Bytes);
                break;
            case BuildEvent.Warned warned:
                WriteAbove($"warning {warned.Diagnostic.Code}:", Color.Yellow, warned.Diagnostic.Message);
                break;
            case BuildEvent.Finished finished:
                _running.Remove(happened.Image);
                _done++;
                bool available = finished.Outcome.IsAvailable;
                WriteAbove(
                    available ? "✓" : "✗",
                    available ? Color.Green : Color.Red,
                    $"{happened.Image} {PlainProgress.FinishedLine(finished.Outcome)}");
                break;
        }
    }

    // Padded, because it is written over the first line of what is redrawn.
    private void WriteAbove(string mark, Color color, string text)
    {
        int width = console.Profile.Width - 1;
        int rest = width - ((mark.Length + 1 + text.Length) % width);
        console.Write(new Paragraph()
            .Append(mark, new Style(color))
            .Append($" {text}{new string(' ', rest)}\n"));
    }

    private Running Of(ImageName image)
    {
        if (!_running.TryGetValue(image, out var running))
        {
            running = new Running(clock.GetTimestamp());
            _running[image] = running;
        }

        return running;
    }

    private Rows Render()
    {
        var lines = new List<IRenderable>();
        int width = Math.Max(20, console.Profile.Width - 1);
        foreach (var (name, running) in _running.OrderBy(pair => pair.Value.Since))
        {
            string elapsed = Units.Duration(clock.GetElapsedTime(running.Since));
            string line = $"{Frames[_frame % Frames.Length]} {name} {running.State} {elapsed}  {running.Detail}";
            lines.Add(new Text(line.Length > width ? line[..width] : line));
        }

        lines.Add(new Text($"{_done} of {_total} done", new Style(decoration: Decoration.Dim)));
        return new Rows(lines);
    }

    private sealed class Running(long since)
    {
        public long Since { get; } = since;

        public string State { get; set; } = "starting";

        public string Detail { get; set; } = string.Empty;
    }
}
