using Slipway.Application.Feedback;
using Slipway.Cli.Terminals;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Progress;

/// <summary>Shows a person at a terminal, or a log, what happens while a command works.</summary>
internal sealed class TerminalFeedback(Terminal terminal, bool isVerbose) : IFeedback
{
    public void Warn(IEnumerable<Diagnostic> warnings) => DiagnosticRenderer.WriteAll(terminal, warnings);

    public void Note(string line) => terminal.ErrorLine(line);

    public Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work) =>
        TransferLine.RunAsync(terminal, what, work);

    public IBuildDisplay StartBuild(BuildPlan plan) =>
        BuildProgress.Start(terminal, plan, isVerbose, TimeProvider.System);
}
