using Slipway.Application.TaskBuilds;
using Slipway.Application.Wording;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;

namespace Slipway.Cli.Progress;

/// <summary>What an image's task does, as lines: its log is read in a browser, after the fact.</summary>
/// <remarks>Events come from several threads.</remarks>
internal sealed class TaskBuildProgress(Terminal terminal)
{
    // A line for every so many bytes tells that a long transfer goes on.
    private const long Step = 250_000_000;

    private readonly Lock _gate = new();
    private long _next = Step;

    public void Report(TaskBuildEvent happened)
    {
        lock (_gate)
        {
            Write(happened);
        }
    }

    private void Write(TaskBuildEvent happened)
    {
        switch (happened)
        {
            case TaskBuildEvent.PhaseBegan phase:
                _next = Step;
                terminal.ErrorLine($"[{NameOf(phase.Phase)}] {phase.Subject}");
                break;
            case TaskBuildEvent.Transferred transferred when transferred.Bytes >= _next:
                _next = transferred.Bytes - (transferred.Bytes % Step) + Step;
                terminal.ErrorLine($"  {Units.Bytes(transferred.Bytes)}");
                break;
            case TaskBuildEvent.LogLine log:
                terminal.ErrorLine(Display.Printed(log.Text));
                break;
            case TaskBuildEvent.Warned warned:
                DiagnosticRenderer.Write(terminal, warned.Diagnostic);
                break;
        }
    }

    private static string NameOf(TaskBuildPhase phase) => phase switch
    {
        TaskBuildPhase.Context => "context",
        TaskBuildPhase.Parents => "parents",
        TaskBuildPhase.Building => "build",
        TaskBuildPhase.Packing => "pack",
        TaskBuildPhase.Uploading => "upload",
        _ => throw new InvalidOperationException($"There is no phase {phase}."),
    };
}
