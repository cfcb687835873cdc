using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Explaining;
using Slipway.Core.Planning;
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
            table.Add(StyleOf(image.Action), NameOf(image.Action), image.Name.Value, image.Digest.Short, Explain(image));
        }

        table.Write(console);
        console.WriteLine();
        foreach (string line in PlanSums.Of(plan, estimate))
        {
            console.WriteLine(line);
        }
    }

    public static PlanDocument ToDocument(BuildPlan plan, BuildEstimate? estimate) => new(
        plan.Push.Level.ToString(),
        plan.Push.Project,
        plan.Push.PushDate,
        [.. plan.Images.Select(ToDocument)],
        [.. plan.Waves().Select(wave => (IReadOnlyList<string>)[.. wave.Select(name => name.Value)])],
        ToDocument(PlanTotals.Of(plan)),
        estimate is null ? null : ToDocument(estimate));

    public static string NameOf(PlanAction action) => action switch
    {
        PlanAction.Reuse => "reuse",
        PlanAction.Build => "build",
        PlanAction.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>The cause in a few words.</summary>
    public static string Explain(PlanCause cause) => cause switch
    {
        PlanCause.Found found => $"found at {found.Scope}",
        PlanCause.NotIndexed => "not in the index",
        PlanCause.InputsChanged { Previous: { } previous } => $"inputs changed, last built as {previous.Short}",
        PlanCause.InputsChanged => "inputs changed",
        PlanCause.ParentsChanged changed => $"parent changed: {string.Join(", ", changed.Parents)}",
        PlanCause.TooOld old =>
            $"built {Units.Moment(old.BuiltAt)}, older than max-age since {Units.Moment(old.StaleSince)}",
        PlanCause.ParentTooOld old =>
            $"built {Units.Moment(old.BuiltAt)} on {old.Parent}, which is out of date since {Units.Moment(old.StaleSince)}",
        PlanCause.Forced => "forced",
        PlanCause.Uncached => "built by every push",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    /// <summary>The cause in two or three words, for a picture.</summary>
    public static string Abbreviate(PlanCause cause) => cause switch
    {
        PlanCause.Found found => found.Scope.Text,
        PlanCause.ParentTooOld => "parent out of date",
        PlanCause.TooOld => "older than max-age",
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
    public static string Explain(PlannedImage image) => image.Cause switch
    {
        PlanCause.InputsChanged { Explanation: { } own } => ExplanationText.InShort(own, image.Name) ?? Explain(image.Cause),
        PlanCause.ParentsChanged { Explanation: { } all } => ExplanationText.InShort(all, image.Name) ?? Explain(image.Cause),
        var cause => Explain(cause),
    };

    private static PlannedImageDocument ToDocument(PlannedImage image) => new(
        image.Name.Value,
        image.Digest.ToString(),
        NameOf(image.Action),
        image.Found?.Scope.Level?.ToString(),
        Explain(image),
        KindOf(image.Cause),
        image.Found?.Entry.Namespace.Value,
        image.Found is { Entry.HasTime: true } found ? found.Entry.BuiltAt : null,
        image.Cause switch
        {
            PlanCause.TooOld old => old.StaleSince,
            PlanCause.ParentTooOld old => old.StaleSince,
            _ => null,
        },
        [.. image.Parents.Select(parent => parent.Value)]);

    public static string KindOf(PlanCause cause) => cause switch
    {
        PlanCause.Found => "found",
        PlanCause.NotIndexed => "not-indexed",
        PlanCause.InputsChanged => "inputs-changed",
        PlanCause.ParentsChanged => "parents-changed",
        PlanCause.TooOld => "max-age",
        PlanCause.ParentTooOld => "parent-max-age",
        PlanCause.Forced => "forced",
        PlanCause.Uncached => "uncached",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    public static string StyleOf(PlanAction action) => action switch
    {
        PlanAction.Reuse => "green",
        PlanAction.Expired => "magenta",
        _ => "yellow",
    };
}
