namespace Slipway.Cli.Json;

/// <summary>How long a plan will take, by past builds. Images in <c>Unknown</c> have none and count as no time.</summary>
internal sealed record EstimateDocument(
    int Jobs,
    double Seconds,
    double WorkSeconds,
    IReadOnlyList<string> CriticalPath,
    double CriticalSeconds,
    IReadOnlyList<string> Unknown);
