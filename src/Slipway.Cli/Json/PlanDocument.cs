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

internal sealed record PlannedImageDocument(
    string Name,
    string Digest,
    string Action,
    string? Level,
    string Cause,
    string CauseKind,
    string? Namespace,
    DateTimeOffset? BuiltAt,
    DateTimeOffset? StaleSince,
    IReadOnlyList<string> Parents);

/// <summary>How many images of a plan are built, expired and reused, and the reused ones by scope.</summary>
internal sealed record TotalsDocument(int Build, int Expired, int Reuse, IReadOnlyDictionary<string, int> ReusedFrom);

/// <summary>How long a plan will take, by past builds. Images in <c>Unknown</c> have none and count as no time.</summary>
internal sealed record EstimateDocument(
    int Jobs,
    double Seconds,
    double WorkSeconds,
    IReadOnlyList<string> CriticalPath,
    double CriticalSeconds,
    IReadOnlyList<string> Unknown);
