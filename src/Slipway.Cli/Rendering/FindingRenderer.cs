using System.Collections.Immutable;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Findings;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Findings for people, and as Slipway's own JSON.</summary>
internal static class FindingRenderer
{
    /// <param name="report">What was found, or what remains.</param>
    /// <param name="written">What was put right before.</param>
    /// <param name="console">Where to.</param>
    public static void Write(CheckReport report, ImmutableArray<Fix> written, IAnsiConsole console)
    {
        foreach (var fix in written)
        {
            console.MarkupLine(
                $"[green bold]fixed[/] {Markup.Escape(Display.Line(fix.File.Value))}: {Text(fix.Expected)} → "
                + $"{Text(fix.Replacement)}");
        }

        foreach (var group in FindingGroup.Of(report.Findings))
        {
            group.Write(console);
        }

        if (written.Length + report.Findings.Length > 0)
        {
            console.WriteLine();
        }

        console.MarkupLine(Summary(report, written.Length));
        if (!report.Unfit.IsEmpty)
        {
            console.MarkupLine(Markup.Escape(UnfitReport.Summary(report.Unfit)));
        }
    }

    /// <summary>What was not looked at, for standard error.</summary>
    public static void WriteSkipped(CheckReport report, Terminal terminal)
    {
        foreach (var skipped in report.Skipped)
        {
            terminal.ErrorLine($"Not checked: {skipped.What} ({Display.Line(skipped.Why)}).");
        }
    }

    public static CheckReportDocument ToDocument(CheckReport report, ImmutableArray<Fix> written) => new(
        report.Images,
        report.Errors,
        report.Warnings,
        [.. report.Findings.Select(ToDocument)],
        [.. written.Select(ToDocument)],
        [.. report.Skipped.Select(skipped => new SkippedCheckDocument(skipped.What, skipped.Why))],
        report.Unfit.IsEmpty ? null : [.. report.Unfit.Select(image => image.Name)]);

    private static FindingDocument ToDocument(Finding finding)
    {
        var (code, message, remedy, location, severity) = finding.Diagnostic;
        return new FindingDocument(
            code.ToString(),
            severity == Severity.Error ? "error" : "warning",
            finding.Image?.Value,
            message,
            remedy,
            location?.File,
            location is { Line: > 0 and var line } ? line : null,
            location is { Column: > 0 and var column } ? column : null,
            finding.Fix is { } fix ? ToDocument(fix) : null);
    }

    private static FixDocument ToDocument(Fix fix) => new(fix.File.Value, fix.Offset, fix.Expected, fix.Replacement);

    private static string Summary(CheckReport report, int written)
    {
        string fixedFirst = written == 0 ? string.Empty : $"{Count(written, "change")} written; ";
        string found = report.Findings.IsEmpty
            ? $"[green]nothing {(written == 0 ? "found" : "remains")}[/]"
            : string.Join(
                ", ",
                new[]
                {
                    report.Errors == 0 ? null : $"[red]{Count(report.Errors, "error")}[/]",
                    report.Warnings == 0 ? null : $"[yellow]{Count(report.Warnings, "warning")}[/]",
                }.OfType<string>());
        string fixable = report.Fixes.IsEmpty
            ? string.Empty
            : $"; `slipway check --fix` writes {Count(report.Fixes.Length, "change")}";
        return $"{Count(report.Images, "image")}: {fixedFirst}{found}{fixable}.";
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    private static string Text(string content) =>
        content.Length == 0 ? "nothing" : $"'{Markup.Escape(Display.Line(content.TrimEnd('\n')))}'";
}
