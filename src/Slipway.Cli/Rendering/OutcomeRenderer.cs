using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>The summary of a build as text and as JSON.</summary>
internal static class OutcomeRenderer
{
    /// <param name="outcomes">What came of each image.</param>
    /// <param name="total">From the start of the planning to the end.</param>
    /// <param name="console">Where to.</param>
    public static void Write(ImmutableArray<ImageOutcome> outcomes, TimeSpan total, IAnsiConsole console)
    {
        var table = new TextTable("RESULT", "IMAGE", "DIGEST", "TIME", "SIZE", "NOTE");
        foreach (var outcome in outcomes)
        {
            table.Add(
                StyleOf(outcome.Kind),
                NameOf(outcome.Kind),
                outcome.Planned.Name.Value,
                outcome.Planned.Digest.Short,
                TimeOf(outcome),
                SizeOf(outcome),
                Note(outcome));
        }

        table.Write(console);
        console.WriteLine();
        console.WriteLine(Summarise(outcomes, total));
    }

    public static BuildDocument ToDocument(
        ImmutableArray<ImageOutcome> outcomes, TimeSpan total, ImmutableArray<UnfitImage> unfit) => new(
    [
        .. outcomes.Select(outcome => new OutcomeDocument(
            outcome.Planned.Name.Value,
            outcome.Planned.Digest.ToString(),
            NameOf(outcome.Kind),
            outcome.Build?.Value,
            outcome.ImageHash?.ToString(),
            outcome.Size,
            Math.Round(outcome.Duration.TotalSeconds, 3),
            outcome.SkippedFor?.Value,
            [
                .. outcome.Diagnostics.Select(DiagnosticRenderer.ToDocument),
            ])),
    ],
        Math.Round(total.TotalSeconds, 3),
        unfit.IsEmpty ? null : UnfitRenderer.ToDocuments(unfit));

    /// <summary>
    /// Cancelled comes before failed: the person who pressed Ctrl-C knows why the rest is not there. When what may be
    /// believed said no and nothing else went wrong, it is that.
    /// </summary>
    public static ExitCode ExitCodeOf(ImmutableArray<ImageOutcome> outcomes) =>
        outcomes.Any(outcome => outcome.Kind == OutcomeKind.Cancelled) ? ExitCode.Cancelled
        : outcomes.All(outcome => outcome.IsAvailable) ? ExitCode.Done
        : outcomes.Where(outcome => outcome.Kind == OutcomeKind.Failed).All(IsRefused) ? ExitCode.CheckFailed
        : ExitCode.Failed;

    /// <summary>The first two digits of the codes of trust.</summary>
    private const int TrustArea = 22;

    private static bool IsRefused(ImageOutcome outcome) =>
        !outcome.Diagnostics.IsEmpty
        && outcome.Diagnostics.All(problem =>
            problem.Code.Number / 100 == TrustArea && problem.Code.Exit == ExitCode.CheckFailed);

    public static string NameOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Reused => "reused",
        OutcomeKind.Built => "built",
        OutcomeKind.BuiltElsewhere => "waited",
        OutcomeKind.Failed => "failed",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string TimeOf(ImageOutcome outcome) =>
        outcome.Kind is OutcomeKind.Built or OutcomeKind.Failed ? Units.Duration(outcome.Duration) : "-";

    public static string SizeOf(ImageOutcome outcome) => outcome.Size is { } size ? Units.Bytes(size) : "-";

    private static string Note(ImageOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Reused, Planned.Reason: PlanReason.Found found } => PlanRenderer.Explain(found),
        { Kind: OutcomeKind.Reused, Planned.Found: { } found } => $"found at {found.Scope}",
        { Kind: OutcomeKind.Reused, SameAs: null, FoundAt: { } scope } => $"found at {scope} after all",
        { SameAs: { } other } => $"the same as {other}",
        { Kind: OutcomeKind.BuiltElsewhere } => "built by another process",
        // What was given up before it began has no log.
        { Kind: OutcomeKind.Failed, Build: null } => "nothing was built",
        { Kind: OutcomeKind.Failed } => $"slipway log {outcome.Planned.Name}",
        { SkippedFor: { } parent } => $"{parent} failed",
        _ => string.Empty,
    };

    public static string Summarise(ImmutableArray<ImageOutcome> outcomes, TimeSpan total)
    {
        var parts = outcomes
            .GroupBy(outcome => outcome.Kind)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {NameOf(group.Key)}");
        return $"{string.Join(", ", parts)} in {Units.Duration(total)}.";
    }

    private static string StyleOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Failed => "red",
        OutcomeKind.Skipped or OutcomeKind.Cancelled => "yellow",
        _ => "green",
    };
}
