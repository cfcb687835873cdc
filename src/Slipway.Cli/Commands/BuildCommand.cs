using System.Collections.Immutable;
using System.Diagnostics;
using System.CommandLine;
using Slipway.Application.Builds;
using Slipway.Cli.Ci;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway build</c></summary>
internal sealed class BuildCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many("The images that are wanted (default: all)");
    private readonly Option<bool> _force = ForceOption();
    private readonly BuildOptionSet _build = new();
    private readonly SigningOptionSet _signing = new();

    private readonly Option<bool> _noIndex = new("--no-index")
    {
        Description = "Keep what is built out of the index, so that nothing else finds it",
    };

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Fail instead of waiting for another machine that builds the same",
    };

    public BuildCommand()
        : base("build", "Build what is missing, parents first, and index it")
    {
        Arguments.Add(_images);
        Options.Add(_force);
        Options.Add(_noIndex);
        Options.Add(_noWait);
        _build.AddTo(this);
        _signing.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway build", "everything that is missing"),
        new("slipway build app -j 4", "app and what it needs, four at once"),
        new("slipway build 'py*' .", "by pattern, and what is built from the current folder"),
        new("slipway build --level 3 --project main", "as a release branch does"),
        new("slipway build app --secret id=token,env=TOKEN", "with a build secret"),
        new("slipway build app --sign --signing-key release.key.pem", "and sign what was built from what"),
    ];

    public static Option<bool> ForceOption() => new("--force")
    {
        Description = "Build the named images whatever the index has",
    };

    /// <summary>Prints every failure at the end.</summary>
    public static void ReportFailures(Invocation invocation, ImmutableArray<ImageOutcome> outcomes)
    {
        foreach (var failed in outcomes.Where(outcome => outcome.Kind == OutcomeKind.Failed))
        {
            DiagnosticRenderer.WriteAll(
                invocation.Terminal, failed.Diagnostics.Select(diagnostic => Named(diagnostic, failed)));
        }
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var workspace = invocation.Workspace;
        var images = workspace.Select(invocation.Arguments.GetValue(_images) ?? []);
        var options = _build.Read(invocation.Arguments) with
        {
            Index = !invocation.Arguments.GetValue(_noIndex),
            Waits = !invocation.Arguments.GetValue(_noWait),
        };
        bool force = invocation.Arguments.GetValue(_force);
        // Before anything is built: a key that is not there must not be found out after an hour.
        var signer = _signing.ReadIfWanted(invocation.Arguments) is { } wanted
            ? await workspace.SignerAsync(wanted, cancellationToken)
            : null;
        var prepared = await workspace.PlanForEngineAsync(images, force, cancellationToken);
        var outcomes = await workspace.BuildAsync(prepared, options with { Signer = signer }, cancellationToken);
        ReportFailures(invocation, outcomes);
        // Before anything is told: what could not be signed is not finished.
        var signed = signer is null ? null : await signer.SignAsync(outcomes, cancellationToken);
        var total = Stopwatch.GetElapsedTime(start);
        // Also of a build that was cancelled.
        await JobSummary.AddAsync(invocation.Terminal, JobSummary.Of(outcomes, total), CancellationToken.None);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, OutcomeRenderer.ToDocument(outcomes, total, invocation.Unfit));
        }
        else
        {
            OutcomeRenderer.Write(outcomes, total, invocation.Terminal.OutputConsole);
        }

        if (signed is not null)
        {
            SignedRenderer.Write(signed, invocation.Terminal);
        }

        return OutcomeRenderer.ExitCodeOf(outcomes);
    }

    private static Diagnostic Named(Diagnostic diagnostic, ImageOutcome outcome) =>
        diagnostic.Message.StartsWith(outcome.Planned.Name.Value, StringComparison.Ordinal)
            ? diagnostic
            : diagnostic with { Message = $"{outcome.Planned.Name}: {diagnostic.Message}" };
}
