namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.56.</summary>
internal sealed record SarifArtifactChange(
    SarifArtifactLocation ArtifactLocation, IReadOnlyList<SarifReplacement> Replacements);
