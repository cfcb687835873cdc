namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.57.</summary>
internal sealed record SarifReplacement(SarifRegion DeletedRegion, SarifMessage InsertedContent);
