namespace Slipway.Cli.Json;

/// <summary>An entry of the index, as <c>index --json</c> gives it.</summary>
internal sealed record IndexEntryDocument(
    string Namespace, string Build, long Rank, DateTimeOffset Expires, IReadOnlyDictionary<string, string> Data);
