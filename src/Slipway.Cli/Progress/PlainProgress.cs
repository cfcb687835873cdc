using Slipway.Application.Builds;
using Slipway.Application.Wording;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;

namespace Slipway.Cli.Progress;

/// <summary>Progress as lines, for logs and pipes: one for each phase, the engine's own lines when asked for.</summary>
internal sealed class PlainProgress(Terminal terminal, bool verbose)
{
    public void Write(BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.Waiting waiting:
                Line(happened, WaitingNames.Of(waiting));
                break;
            case BuildEvent.PhaseBegan
                {
                    Phase: BuildPhase.Building or BuildPhase.Storing or BuildPhase.Sharing,
                } phase:
                Line(happened, PhaseNames.Of(phase.Phase));
                break;
            case BuildEvent.LogLine log when verbose:
                Line(happened, $"| {Display.Printed(log.Text)}");
                break;
            case BuildEvent.Finished finished:
                Line(happened, FinishedLine(finished.Outcome));
                break;
            case BuildEvent.Warned warned:
                DiagnosticRenderer.Write(terminal, warned.Diagnostic);
                break;
        }
    }

    /// <summary>What is said of an image that is done.</summary>
    public static string FinishedLine(ImageOutcome outcome)
    {
        string text = OutcomeRenderer.NameOf(outcome.Kind);
        if (outcome.Kind is OutcomeKind.Built or OutcomeKind.Failed)
        {
            text += $" in {Units.Duration(outcome.Duration)}";
        }

        return outcome.SkippedFor is { } parent ? $"{text}: {parent} failed" : text;
    }

    private void Line(BuildEvent happened, string text) => terminal.ErrorLine($"{happened.Image}: {text}");
}
