namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.49, <c>reportingDescriptor</c>.</summary>
internal sealed record SarifRule(string Id, SarifMessage ShortDescription, SarifMessage Help);
