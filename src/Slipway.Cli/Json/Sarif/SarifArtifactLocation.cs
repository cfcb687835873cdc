namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.4.</summary>
internal sealed record SarifArtifactLocation(string Uri, string? UriBaseId);
