namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.11; 3.12 where it belongs to a rule.</summary>
internal sealed record SarifMessage(string Text);
