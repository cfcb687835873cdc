namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.19, <c>toolComponent</c>.</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, IReadOnlyList<SarifRule> Rules);
