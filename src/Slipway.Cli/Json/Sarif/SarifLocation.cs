namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.28.</summary>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);
