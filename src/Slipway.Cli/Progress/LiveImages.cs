using Slipway.Application.Builds;
using Slipway.Application.Wording;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Cli.Progress;

/// <summary>What is known of the images of a build while it runs, as the lines that a terminal shows.</summary>
/// <param name="total">How many images there are to build.</param>
internal sealed class LiveImages(int total, TimeProvider clock)
{
    // A step is known by its beginning; the rest of the line is for what it prints.
    private const int LeastStep = 24;

    private readonly Dictionary<ImageName, Running> _running = [];
    private readonly List<ImageOutcome> _missing = [];
    private int _done;

    public void Apply(BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.Waiting waiting:
                Of(happened.Image).State = WaitingNames.Short(waiting);
                break;
            case BuildEvent.PhaseBegan phase:
                (Of(happened.Image).State, Of(happened.Image).Detail) = (PhaseNames.Of(phase.Phase), string.Empty);
                break;
            case BuildEvent.Stepped stepped:
                Of(happened.Image).State = stepped.Step is { } step ? Display.Printed(step) : Of(happened.Image).State;
                Of(happened.Image).Detail = Display.Printed(stepped.Output).Trim();
                break;
            case BuildEvent.Transferred transferred:
                Of(happened.Image).Detail = Units.Bytes(transferred.Bytes);
                break;
            case BuildEvent.Finished finished:
                _running.Remove(happened.Image);
                _done++;
                if (!finished.Outcome.IsAvailable)
                {
                    _missing.Add(finished.Outcome);
                }

                break;
        }
    }

    /// <summary>A line for each image that is being built, the one that began first at the top.</summary>
    /// <param name="mark">What a line begins with.</param>
    /// <param name="width">Characters of a line.</param>
    public IEnumerable<string> Lines(string mark, int width) =>
        _running
            .OrderBy(pair => pair.Value.Since)
            .Select(pair => Display.Clip(
                $"{mark} {pair.Key} {Display.Clip(pair.Value.State, Math.Max(LeastStep, width / 2))} "
                + $"{Units.Duration(clock.GetElapsedTime(pair.Value.Since))}  {pair.Value.Detail}",
                width));

    /// <summary>How many are done, and which of them are not there, so that nobody has to scroll for it.</summary>
    public string Sum(int width)
    {
        var said = new List<string> { $"{_done} of {total} done" };
        Add(OutcomeKind.Failed, "failed");
        Add(OutcomeKind.Skipped, "skipped");
        Add(OutcomeKind.Cancelled, "cancelled");
        return Display.Clip(string.Join(", ", said), width);

        void Add(OutcomeKind kind, string name)
        {
            string[] images =
                [.. _missing.Where(outcome => outcome.Kind == kind).Select(outcome => outcome.Planned.Name.Value)];
            if (images.Length > 0)
            {
                said.Add($"{images.Length} {name} ({string.Join(", ", images)})");
            }
        }
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

    private sealed class Running(long since)
    {
        public long Since { get; } = since;

        public string State { get; set; } = "starting";

        public string Detail { get; set; } = string.Empty;
    }
}
