namespace Slipway.Cli.Json;

/// <summary>A line that differs.</summary>
internal sealed record LineDocument(int Number, string? Before, string? After);
