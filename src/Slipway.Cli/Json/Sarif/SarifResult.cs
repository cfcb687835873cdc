using Slipway.Core.Values;

namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.27.</summary>
internal sealed record SarifResult(
    string RuleId,
    int RuleIndex,
    string Level,
    SarifMessage Message,
    IReadOnlyList<SarifLocation>? Locations,
    IReadOnlyList<SarifFix>? Fixes,
    IReadOnlyDictionary<string, string>? Properties);
