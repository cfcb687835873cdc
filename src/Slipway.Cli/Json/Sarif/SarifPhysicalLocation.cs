namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.29.</summary>
internal sealed record SarifPhysicalLocation(SarifArtifactLocation ArtifactLocation, SarifRegion? Region);
