namespace Slipway.Cli.Json;

internal sealed record SkippedCheckDocument(string What, string Why);
