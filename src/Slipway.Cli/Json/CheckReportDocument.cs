namespace Slipway.Cli.Json;

/// <summary>What <c>check --json</c> gives.</summary>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Errors">How many findings are errors.</param>
/// <param name="Warnings">How many are warnings.</param>
/// <param name="Findings">Errors first, then by place.</param>
/// <param name="Fixed">With <c>--fix</c>: what was written. The findings are those that remain.</param>
/// <param name="Skipped">What was not looked at.</param>
internal sealed record CheckReportDocument(
    int Images,
    int Errors,
    int Warnings,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<FixDocument> Fixed,
    IReadOnlyList<SkippedCheckDocument> Skipped);
