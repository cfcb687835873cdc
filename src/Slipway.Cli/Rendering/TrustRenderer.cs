using Slipway.Application.Judging;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;
using Slipway.Trust.Verdicts;

namespace Slipway.Cli.Rendering;

/// <summary>The verdict on a chain, as text and as JSON.</summary>
internal static class TrustRenderer
{
    private const string Accepted = "accepted";
    private const string Refused = "refused";
    private const int MostNames = 20;

    public static void Write(TrustVerdict verdict, TextWriter output)
    {
        foreach (var link in verdict.Links.OrderBy(Path, StringComparer.Ordinal))
        {
            string indent = new(' ', 2 * link.Name.Count(c => c == ':'));
            string title = link.Title is { } name ? $", {Display.Line(name)}" : string.Empty;
            string role = link.Name.Split(':')[^1];
            output.WriteLine($"{indent}{role} {link.TaskId}{title} ({link.Type}, {link.Implementation})");
            foreach (var check in link.Checks)
            {
                output.WriteLine($"{indent}  {Mark(check.State)} {check.Rule} {Display.Line(check.Text)}");
            }
        }

        if (!verdict.Links.IsEmpty)
        {
            output.WriteLine();
        }

        foreach (string note in verdict.Notes)
        {
            output.WriteLine($"Note: {note}");
        }

        WriteEnd(verdict, output);
    }

    public static void Write(JudgedTree judged, TextWriter output)
    {
        foreach (var image in judged.Images)
        {
            output.WriteLine($"{image.Image}{(image.Task is { } task ? $" {task}" : string.Empty)}: {Outcome(image)}");
        }

        int refused = judged.Images.Count(image => image.Verdict is { IsAccepted: false });
        int failed = judged.Images.Count(image => image.Verdict is null);
        string others = failed > 0 ? $", {failed} could not be judged" : string.Empty;
        output.WriteLine($"{Units.Count(judged.Images.Length, "image")}, {refused} refused{others}.");
        if (!judged.Missing.IsEmpty)
        {
            string names = NameList.Of([.. judged.Missing.Select(image => image.Value)], MostNames);
            output.WriteLine($"Not in the index, so not judged: {names}.");
        }
    }

    private static string Outcome(JudgedImage image) => image switch
    {
        { Verdict: { Rule: { } rule } verdict } => $"{Refused} by rule {rule}: {Display.Line(verdict.Reason!)}",
        { Verdict: { } verdict } => verdict.IsAccepted ? Accepted : Refused,
        { Problem: { } problem } => $"could not be judged: {problem.Code}: {Display.Line(problem.Message)}",
        _ => throw new ArgumentException("An image has neither a verdict nor a problem.", nameof(image)),
    };

    public static TrustListDocument ToDocuments(JudgedTree judged) => new(
        judged.IsAccepted ? Accepted : Refused,
        [
            .. judged.Images.Select(image => new TrustImageDocument(
                image.Image.Value,
                image.Task?.Value,
                image.Verdict is { } verdict ? ToDocument(verdict) : null,
                image.Problem is { } problem ? DiagnosticRenderer.ToDocument(problem) : null)),
        ],
        [.. judged.Missing.Select(image => image.Value)]);

    public static void Write(TrustRule rule, TextWriter output)
    {
        output.WriteLine($"{rule.Number} {rule.Title}");
        output.WriteLine($"  {rule.Meaning}");
        output.WriteLine($"  → {rule.Remedy}");
        if (rule.UncheckedRemedy is { } other)
        {
            output.WriteLine($"  → when it was not checked, and has to be: {other}");
        }
    }

    public static TrustDocument ToDocument(TrustVerdict verdict) => new(
        verdict.IsAccepted ? Accepted : Refused,
        verdict.Rule,
        verdict.Reason,
        verdict.Remedy,
        [
            .. verdict.Links.Select(link => new TrustLinkDocument(
                link.Name,
                link.TaskId,
                link.Title,
                link.Type,
                link.Implementation,
                [.. link.Checks.Select(check => new TrustCheckDocument(check.Rule, Word(check.State), check.Text))])),
        ],
        verdict.Notes,
        [.. verdict.NotHashed.Select(artifact => new TrustArtifactDocument(
            artifact.TaskId, artifact.Name, artifact.Hashes))]);

    public static TrustRuleDocument ToDocument(TrustRule rule) =>
        new(rule.Number, rule.Title, rule.Meaning, rule.Remedy);

    private static void WriteEnd(TrustVerdict verdict, TextWriter output)
    {
        int missing = verdict.Links.Sum(link => link.Checks.Count(check => check.State == CheckState.NotChecked));
        if (verdict.Rule is not { } rule)
        {
            string notChecked = missing > 0
                ? $"; {Units.Count(missing, "check")} had nothing to check with"
                : string.Empty;
            string what = verdict.Links.Any(link => link.IsStatement) ? "image" : "task";
            output.WriteLine(verdict.IsAccepted
                ? $"accepted: every rule holds for {Units.Count(verdict.Links.Length, what)}{notChecked}"
                : "refused: documents are missing without which nothing can be said");
            return;
        }

        string reason = Display.Line(verdict.Reason ?? string.Empty);
        output.WriteLine($"refused by rule {rule}, {TrustRules.Find(rule)?.Title}: {reason}");
        output.WriteLine($"  → {verdict.Remedy}");
        output.WriteLine("  The rules behind it were not asked.");
    }

    // Links are found level by level; a tree shows each below the one that needs it, and its planner first.
    private static string Path(LinkVerdict link) =>
        string.Join('\u0001', link.Name.Split(':').Select(part => part == "parent" ? "\u0002" : part));

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Held => "✓",
        CheckState.Failed => "✗",
        _ => "· not checked:",
    };

    private static string Word(CheckState state) => state switch
    {
        CheckState.Held => "ok",
        CheckState.Failed => "failed",
        _ => "not checked",
    };
}
