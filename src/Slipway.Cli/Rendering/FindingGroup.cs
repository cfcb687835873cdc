using System.Collections.Immutable;
using Slipway.Application.Wording;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Findings;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>
/// Findings of one kind that are put right in one way: the way is said once, and the places with it.
/// </summary>
/// <param name="Findings">At least one, in the order of the report.</param>
internal sealed record FindingGroup(ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The groups, in the order of the first finding of each.</summary>
    public static IEnumerable<FindingGroup> Of(IEnumerable<Finding> findings) => findings
        .Select(finding => finding.Diagnostic)
        .GroupBy(diagnostic => (diagnostic.Code, diagnostic.Severity, diagnostic.Remedy))
        .Select(group => new FindingGroup([.. group]));

    public void Write(IAnsiConsole console)
    {
        if (Findings.Length == 1)
        {
            DiagnosticRenderer.Write(console, Findings[0]);
            return;
        }

        // What is said of several places in the same words is said once.
        var messages = Findings.GroupBy(finding => finding.Message).ToList();
        var first = Findings[0];
        if (messages.Count == 1)
        {
            DiagnosticRenderer.WriteHead(console, first, first.Message);
        }
        else
        {
            DiagnosticRenderer.WriteHead(console, first, $"{first.Code.Title} ({Findings.Length} times)");
        }

        foreach (var message in messages)
        {
            if (messages.Count > 1)
            {
                console.MarkupLine($"  {DiagnosticRenderer.Line(message.Key)}");
            }

            WritePlaces(console, [.. message], messages.Count > 1 ? "    " : "  ");
        }

        DiagnosticRenderer.WriteRemedy(console, first);
    }

    /// <summary>A line for each file, its lines behind it.</summary>
    private static void WritePlaces(IAnsiConsole console, ImmutableArray<Diagnostic> findings, string indent)
    {
        var files = findings
            .Select(finding => finding.Location)
            .OfType<SourceLocation>()
            .GroupBy(location => location.File)
            .ToList();
        foreach (var file in files.Take(DiagnosticRenderer.MaximumProblems))
        {
            string lines = string.Join(
                ", ", file.Where(place => place.Line > 0).Select(place => place.Line).Distinct().Order());
            string place = lines.Length == 0 ? file.Key : $"{file.Key}:{lines}";
            console.MarkupLine($"{indent}at {DiagnosticRenderer.Line(place)}");
        }

        if (files.Count > DiagnosticRenderer.MaximumProblems)
        {
            console.MarkupLine(
                $"{indent}and in {Units.Count(files.Count - DiagnosticRenderer.MaximumProblems, "more file")}");
        }
    }
}
