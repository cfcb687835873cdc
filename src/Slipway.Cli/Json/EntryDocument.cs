namespace Slipway.Cli.Json;

/// <summary>An image whose own inputs changed, and what brings the file into its context.</summary>
internal sealed record EntryDocument(string Image, ThroughDocument? Through);
