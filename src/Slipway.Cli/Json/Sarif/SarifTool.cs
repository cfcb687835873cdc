namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.18.</summary>
internal sealed record SarifTool(SarifDriver Driver);
