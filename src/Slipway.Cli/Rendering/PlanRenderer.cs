using System.Collections.Immutable;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Plans as text and as JSON.</summary>
internal static class PlanRenderer
{
    public static void Write(BuildPlan plan, BuildEstimate? estimate, IAnsiConsole console)
    {
        var table = new TextTable("ACTION", "IMAGE", "DIGEST", "WHY");
        foreach (var image in plan.Images)
        {
            table.Add(
                StyleOf(image.Action),
                NameOf(image.Action),
                image.Name.Value,
                image.HasDigest ? image.Digest.Short : "-",
                Explain(image));
        }

        table.Write(console);
        console.WriteLine();
        foreach (string line in PlanSums.Of(plan, estimate))
        {
            console.WriteLine(line);
        }
    }

    public static PlanDocument ToDocument(
        BuildPlan plan, BuildEstimate? estimate, ImmutableArray<UnfitImage> unfit) => new(
        plan.Push.Level.ToString(),
        plan.Push.Project,
        plan.Push.PushDate,
        [.. plan.Images.Select(ToDocument)],
        [.. plan.Waves().Select(wave => (IReadOnlyList<string>)[.. wave.Select(name => name.Value)])],
        ToDocument(PlanTotals.Of(plan)),
        estimate is null ? null : ToDocument(estimate),
        unfit.IsEmpty ? null : UnfitRenderer.ToDocuments(unfit));

    public static string NameOf(PlanAction action) => action switch
    {
        PlanAction.Reuse => "reuse",
        PlanAction.Build => "build",
        PlanAction.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>The cause in a few words.</summary>
    public static string Explain(PlanReason cause) => cause switch
    {
        PlanReason.Found { SameAs: { } other, IsRenamed: true } => $"the same as {other}: renamed",
        PlanReason.Found { SameAs: { } other } => $"the same as {other}",
        PlanReason.Found found => $"found at {found.Scope}",
        PlanReason.NotIndexed => "not in the index",
        PlanReason.InputsChanged { Previous: { } previous } => $"inputs changed, last built as {previous.Short}",
        PlanReason.InputsChanged => "inputs changed",
        PlanReason.ParentsChanged changed => $"parent changed: {string.Join(", ", changed.Parents)}",
        PlanReason.TooOld old =>
            $"built {Units.Moment(old.BuiltAt)}, older than max-age since {Units.Moment(old.StaleSince)}",
        PlanReason.ParentTooOld old =>
            $"built {Units.Moment(old.BuiltAt)} on {old.Parent}, which is out of date since "
            + $"{Units.Moment(old.StaleSince)}",
        PlanReason.Forced => "forced",
        PlanReason.Uncached => "built by every push",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    /// <summary>The cause in two or three words, for a picture.</summary>
    public static string Abbreviate(PlanReason cause) => cause switch
    {
        PlanReason.Found found => found.Scope.Text,
        PlanReason.ParentTooOld => "parent out of date",
        PlanReason.TooOld => "older than max-age",
        _ => KindOf(cause).Replace('-', ' '),
    };

    private static TotalsDocument ToDocument(PlanTotals totals) => new(
        totals.Build,
        totals.Expired,
        totals.Reuse,
        totals.ReusedFrom.ToDictionary(from => from.Scope.Text, from => from.Images, StringComparer.Ordinal));

    private static EstimateDocument ToDocument(BuildEstimate estimate) => new(
        estimate.Slots,
        Math.Round(estimate.Total.TotalSeconds, 3),
        Math.Round(estimate.Work.TotalSeconds, 3),
        [.. estimate.CriticalPath.Select(name => name.Value)],
        Math.Round(estimate.CriticalTime.TotalSeconds, 3),
        [.. estimate.Unknown.Select(name => name.Value)]);

    /// <summary>The cause in a few words, with what changed when somebody looked.</summary>
    public static string Explain(PlannedImage image) =>
        image.Reason switch
        {
            PlanReason.InputsChanged { Explanation: { } own } => ExplanationText.InShort(own, image.Name)
                ?? Explain(image.Reason),
            PlanReason.ParentsChanged { Explanation: { } all } => ExplanationText.InShort(all, image.Name)
                ?? Explain(image.Reason),
            var cause => Explain(cause),
        };

    private static PlannedImageDocument ToDocument(PlannedImage image) => new(
        image.Name.Value,
        image.HasDigest ? image.Digest.ToString() : null,
        NameOf(image.Action),
        image.Found?.Scope.Level?.ToString(),
        Explain(image),
        KindOf(image.Reason),
        image.Found?.Entry.Namespace.Value,
        image.Found is { Entry.HasTime: true } found ? found.Entry.BuiltAt : null,
        image.Reason switch
        {
            PlanReason.TooOld old => old.StaleSince,
            PlanReason.ParentTooOld old => old.StaleSince,
            _ => null,
        },
        [.. image.Parents.Select(parent => parent.Value)],
        image.Platform);

    public static string KindOf(PlanReason cause) => cause switch
    {
        PlanReason.Found => "found",
        PlanReason.NotIndexed => "not-indexed",
        PlanReason.InputsChanged => "inputs-changed",
        PlanReason.ParentsChanged => "parents-changed",
        PlanReason.TooOld => "max-age",
        PlanReason.ParentTooOld => "parent-max-age",
        PlanReason.Forced => "forced",
        PlanReason.Uncached => "uncached",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    public static string StyleOf(PlanAction action) => action switch
    {
        PlanAction.Reuse => "green",
        PlanAction.Expired => "magenta",
        _ => "yellow",
    };
}
