using Slipway.Core.Values;

namespace Slipway.Cli.Json;

/// <summary>A plan, as <c>plan --json</c> gives it.</summary>
internal sealed record PlanDocument(
    string Level,
    string? Project,
    DateTimeOffset PushDate,
    IReadOnlyList<PlannedImageDocument> Images,
    IReadOnlyList<IReadOnlyList<string>> Waves,
    TotalsDocument Totals,
    EstimateDocument? Estimate);
