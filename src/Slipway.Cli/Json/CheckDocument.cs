namespace Slipway.Cli.Json;

/// <summary>One thing that the doctor looked at.</summary>
internal sealed record CheckDocument(string Name, string State, string Detail, string? Remedy);
