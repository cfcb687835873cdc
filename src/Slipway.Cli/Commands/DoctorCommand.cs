using System.CommandLine;
using Slipway.Application.Diagnosis;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway doctor</c></summary>
internal sealed class DoctorCommand : SlipwayCommand
{
    private readonly Option<bool> _reproducible = new("--reproducible")
    {
        Description =
            "Compute every digest again in clones with other settings, and name the files that make a difference",
    };

    public DoctorCommand()
        : base("doctor", "Look at the machine, the engines, the store and the tree") =>
        Options.Add(_reproducible);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway doctor", "what is there, what is missing, and what to do about it"),
        new("slipway doctor --reproducible", "whether digests are the same on other machines"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        await (invocation.Arguments.GetValue(_reproducible)
            ? IsReproducibleAsync(invocation, cancellationToken)
            : IsHealthyAsync(invocation, cancellationToken))
            ? ExitCode.Done
            : CliCodes.Unhealthy.Exit;

    private static async Task<bool> IsHealthyAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var checks = await invocation.Workspace.ExamineAsync(cancellationToken);
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

        return checks.All(check => check.State != CheckState.Bad);
    }

    private static async Task<bool> IsReproducibleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var images = invocation.Workspace.Select([]);
        var variations = await invocation.Workspace.ReproduceAsync(cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, ReproducibilityRenderer.ToDocument(variations));
        }
        else
        {
            ReproducibilityRenderer.Write(variations, images.Length, invocation.Terminal.OutputConsole);
        }

        return variations.All(variation => variation.Differences.IsEmpty);
    }
}
