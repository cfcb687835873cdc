using System.Collections.Immutable;
using System.Net;
using System.Text;
using Slipway.Application.Builds;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Core.Planning;
using Slipway.Model.Values;

namespace Slipway.Cli.Ci;

/// <summary>Plans and builds in Markdown, for the page of a job.</summary>
internal static class JobSummary
{
    public static string Of(BuildPlan plan, BuildEstimate? estimate)
    {
        var text = new StringBuilder("### Slipway plan\n\n");
        foreach (string line in PlanSums.Of(plan, estimate))
        {
            text.Append($"{Escape(line)}\n\n");
        }

        Row(text, "action", "image", "digest", "why");
        Row(text, "---", "---", "---", "---");
        foreach (var image in plan.Images)
        {
            Row(
                text,
                PlanRenderer.NameOf(image.Action),
                Code(image.Name.Value),
                Code(image.Digest.Short),
                Escape(PlanRenderer.Explain(image)));
        }

        return text.Append('\n').ToString();
    }

    public static string Of(ImmutableArray<ImageOutcome> outcomes, TimeSpan total)
    {
        string sum = OutcomeRenderer.Summarise(outcomes, total);
        var text = new StringBuilder($"### Slipway build\n\n{Escape(sum)}\n\n");
        Row(text, "result", "image", "digest", "time", "size", "why");
        Row(text, "---", "---", "---", "---:", "---:", "---");
        foreach (var outcome in outcomes)
        {
            Row(
                text,
                OutcomeRenderer.NameOf(outcome.Kind),
                Code(outcome.Planned.Name.Value),
                Code(outcome.Planned.Digest.Short),
                OutcomeRenderer.TimeOf(outcome),
                OutcomeRenderer.SizeOf(outcome),
                Escape(PlanRenderer.Explain(outcome.Planned)));
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Adds Markdown to the page of the job, where there is one; warns when it cannot be added.</summary>
    public static async Task AddAsync(Terminal terminal, string markdown, CancellationToken cancellationToken)
    {
        if (await GitHubActions.OfProcess().AddSummaryAsync(markdown, cancellationToken) is { } problem)
        {
            DiagnosticRenderer.Write(terminal, problem);
        }
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append($"| {string.Join(" | ", cells)} |\n");

    // Names and digests have no character that would end it.
    private static string Code(string text) => $"`{text}`";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in WebUtility.HtmlEncode(text))
        {
            _ = "\\`*_[]|~".Contains(c, StringComparison.Ordinal) ? escaped.Append('\\').Append(c) : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
