using Slipway.Cli.CommandLine;
using Slipway.Cli.Diagnosis;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway doctor</c></summary>
internal sealed class DoctorCommand : SlipwayCommand
{
    public DoctorCommand()
        : base("doctor", "Look at the machine, the engines, the store and the tree")
    {
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway doctor", "what is there, what is missing, and what to do about it"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var checks = await new Doctor(invocation).ExamineAsync(cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<CheckDocument>>(
                invocation.Terminal.Output,
                [.. checks.Select(check => new CheckDocument(
                    check.Name, CheckRenderer.NameOf(check.State), check.Detail, check.Remedy))]);
        }
        else
        {
            CheckRenderer.Write(checks, invocation.Terminal.OutputConsole);
        }

        return checks.Any(check => check.State == CheckState.Bad) ? CliCodes.Unhealthy.Exit : ExitCode.Done;
    }
}
