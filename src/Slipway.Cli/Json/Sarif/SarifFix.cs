namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.55.</summary>
internal sealed record SarifFix(SarifMessage Description, IReadOnlyList<SarifArtifactChange> ArtifactChanges);
