namespace Slipway.Cli.Json;

/// <summary>What <c>check --json</c> gives.</summary>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Errors">How many findings are errors.</param>
/// <param name="Warnings">How many are warnings.</param>
/// <param name="Findings">Errors first, then by place.</param>
/// <param name="Fixed">With <c>--fix</c>: what was written. The findings are those that remain.</param>
/// <param name="Skipped">What was not looked at.</param>
/// <param name="Unfit">The images that cannot be used, of which nothing else is known; left out when there are
/// none.</param>
internal sealed record CheckReportDocument(
    int Images,
    int Errors,
    int Warnings,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<FixDocument> Fixed,
    IReadOnlyList<SkippedCheckDocument> Skipped,
    IReadOnlyList<string>? Unfit);

/// <param name="Code">Such as <c>SLIP1801</c>.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Image">The image that it is about, when it is about one.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="File">Below the root.</param>
/// <param name="Line">From 1; left out when the whole file is meant.</param>
/// <param name="Column">From 1; left out when the whole line is meant.</param>
/// <param name="Fix">What <c>--fix</c> would write.</param>
internal sealed record FindingDocument(
    string Code,
    string Severity,
    string? Image,
    string Message,
    string Remedy,
    string? File,
    int? Line,
    int? Column,
    FixDocument? Fix);

/// <param name="File">Below the root.</param>
/// <param name="Offset">In bytes.</param>
/// <param name="Expected">What stands there.</param>
/// <param name="Replacement">What shall stand there.</param>
internal sealed record FixDocument(string File, int Offset, string Expected, string Replacement);

internal sealed record SkippedCheckDocument(string What, string Why);
