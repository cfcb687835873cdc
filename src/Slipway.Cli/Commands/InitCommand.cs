using System.CommandLine;
using Slipway.Application.Starting;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway init</c></summary>
internal sealed class InitCommand : SlipwayCommand
{
    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Write nothing, and print what would be written",
    };

    public InitCommand()
        : base("init", "Look at a tree, say what it has, and write what it needs to be planned") =>
        Options.Add(_plan);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway init", "set up the tree around the current folder; no file is overwritten"),
        new("slipway init --plan", "what that would write"),
        new("slipway init --root ../other", "another tree"),
        new("slipway init --plan --json | jq -r '.images[]'", "for scripts"),
    ];

    public override WorkspaceSettings Adjust(WorkspaceSettings settings) => StartRoot.Adjust(settings);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        var report = await invocation.Workspace.InitAsync(
            !invocation.Arguments.GetValue(_plan), cancellationToken);
        foreach (var problem in report.Problems)
        {
            DiagnosticRenderer.Write(terminal, problem);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(terminal.Output, StartRenderer.ToDocument(report));
        }
        else
        {
            StartRenderer.Write(report, terminal.OutputConsole);
        }

        return report.Problems.Any(problem => problem.Severity == Severity.Error) ? ExitCode.Partly : ExitCode.Done;
    }
}
