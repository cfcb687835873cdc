using Slipway.Cli.Json;
using Slipway.Core.Planning;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Plans as text and as JSON.</summary>
internal static class PlanRenderer
{
    public static void Write(BuildPlan plan, IAnsiConsole console)
    {
        var table = new TextTable("ACTION", "IMAGE", "DIGEST", "WHY");
        foreach (var image in plan.Images)
        {
            table.Add(StyleOf(image.Action), NameOf(image.Action), image.Name.Value, image.Digest.Short, Explain(image));
        }

        table.Write(console);
        int reused = plan.Images.Count(image => image.Action == PlanAction.Reuse);
        int expired = plan.Images.Count(image => image.Action == PlanAction.Expired);
        int built = plan.Images.Length - reused - expired;
        string scope = plan.Push.PullRequest is { } request ? $"pull request {request}" : $"level {plan.Push.Level}";
        console.WriteLine();
        console.WriteLine(built + expired == 0
            ? $"Nothing to build at {scope}: {Count(reused)} found."
            : $"{Count(built)} to build, {expired} expired, {reused} to reuse, at {scope}.");
    }

    public static PlanDocument ToDocument(BuildPlan plan) => new(
        plan.Push.Level.ToString(),
        plan.Push.Project,
        plan.Push.PushDate,
        [.. plan.Images.Select(ToDocument)],
        [.. plan.Waves().Select(wave => (IReadOnlyList<string>)[.. wave.Select(name => name.Value)])]);

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
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    /// <summary>The cause in a few words, with what changed when somebody looked.</summary>
    private static string Explain(PlannedImage image) => image.Cause switch
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
        image.Found?.Entry.BuiltAt,
        image.Cause switch
        {
            PlanCause.TooOld old => old.StaleSince,
            PlanCause.ParentTooOld old => old.StaleSince,
            _ => null,
        },
        [.. image.Parents.Select(parent => parent.Value)]);

    private static string KindOf(PlanCause cause) => cause switch
    {
        PlanCause.Found => "found",
        PlanCause.NotIndexed => "not-indexed",
        PlanCause.InputsChanged => "inputs-changed",
        PlanCause.ParentsChanged => "parents-changed",
        PlanCause.TooOld => "max-age",
        PlanCause.ParentTooOld => "parent-max-age",
        PlanCause.Forced => "forced",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    private static string StyleOf(PlanAction action) => action switch
    {
        PlanAction.Reuse => "green",
        PlanAction.Expired => "magenta",
        _ => "yellow",
    };

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
