using System.Collections.Immutable;
using Slipway.Application.Retention;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>The collection of a registry as text and as JSON.</summary>
internal static class SharedGcRenderer
{
    public static void Write(SharedGcReport report, bool verbose, DateTimeOffset now, IAnsiConsole console)
    {
        var plan = report.Plan;
        bool isDone = report.Outcome is not null;
        if (!isDone || verbose)
        {
            RetentionRenderer.WriteRetired(
                [.. Going(plan).GroupBy(fate => fate.Verdict).Select(same =>
                    new RetiredBuild(same.Key, same.Sum(fate => fate.Bytes)))],
                now,
                console);
        }

        if (verbose)
        {
            RetentionRenderer.WriteKept([.. plan.Verdicts.Where(verdict => verdict.IsKept)], console);
        }

        if (plan.IsEmpty)
        {
            console.WriteLine(plan.Waiting.IsEmpty
                ? $"Nothing to remove from {report.Address}."
                : $"Nothing to remove from {report.Address} by now: "
                + $"{Units.Count(plan.Waiting.Length, "condemned manifest")} of which the grace is not over.");
            return;
        }

        console.WriteLine(
            $"{report.Address}: {(isDone ? string.Empty : "would have ")}"
            + $"{Count(report.Outcome?.Condemned, plan.Condemned)} condemned, "
            + $"{Count(report.Outcome?.Deleted, plan.Deleted)} deleted, "
            + $"{Count(report.Outcome?.Restored, plan.Restored)} restored; "
            + $"{Units.Count(plan.Waiting.Length, "manifest")} condemned before.");
        if (!plan.Documents.IsEmpty)
        {
            int documents = report.Outcome?.Documents.Length ?? plan.Documents.Length;
            console.WriteLine(
                $"Of what explains builds {Units.Count(documents, "manifest")} {(isDone ? "went" : "would go")} too.");
        }

        if (plan.Deleted.Length + plan.Documents.Length > 0)
        {
            long bytes = plan.Deleted.Sum(fate => fate.Bytes) + plan.Documents.Sum(document => document.Bytes);
            console.WriteLine(
                $"The registry's own collector can free {Units.Bytes(bytes)} of what is deleted.");
        }
    }

    public static SharedGcDocument ToDocument(SharedGcReport report) => new(
        report.Address,
        report.Outcome is not null,
        Documents(report.Plan.Condemned, report.Outcome?.Condemned),
        Documents(report.Plan.Deleted, report.Outcome?.Deleted),
        Documents(report.Plan.Waiting, null),
        Documents(report.Plan.Restored, report.Outcome?.Restored),
        [
            .. report.Plan.Documents
                .Where(document => report.Outcome?.Documents.Contains(document.Reference) != false)
                .Select(document => new SharedExplanationDocument(
                    document.Reference.ToString(),
                    NameOf(document.Kind),
                    document.Subject?.ToString(),
                    document.Bytes)),
        ],
        [.. (report.Outcome?.Spared ?? []).Select(reference => reference.ToString())],
        [.. (report.Outcome?.Refusals ?? []).Select(refusal => refusal.Message)],
        [
            .. report.Plan.Verdicts
                .Where(verdict => verdict.IsKept)
                .Select(verdict => RetentionRenderer.ToDocument(verdict, null)),
        ]);

    private static string NameOf(SharedDocumentKind kind) => kind switch
    {
        SharedDocumentKind.Record => "record",
        SharedDocumentKind.Log => "log",
        SharedDocumentKind.Inputs => "inputs",
        SharedDocumentKind.Removed => "removed",
        _ => "list",
    };

    private static IEnumerable<SharedManifestFate> Going(SharedGcPlan plan) => plan.Condemned.Concat(plan.Deleted);

    private static string Count(ImmutableArray<ImageReference>? done, ImmutableArray<SharedManifestFate> planned) =>
        Units.Count(done?.Length ?? planned.Length, "manifest");

    private static IReadOnlyList<SharedManifestDocument> Documents(
        IEnumerable<SharedManifestFate> planned, ImmutableArray<ImageReference>? done) =>
    [
        .. planned
            .Where(fate => done?.Contains(fate.Reference) != false)
            .Select(fate => new SharedManifestDocument(
                fate.Reference.ToString(),
                fate.Condemned,
                fate.Bytes,
                RetentionRenderer.ToDocument(fate.Verdict, fate.Verdict.IsKept ? null : fate.Bytes))),
    ];
}
