namespace Slipway.Cli.Json;

internal sealed record IndexListDocument(
    IReadOnlyList<string> Namespaces, IReadOnlyList<IndexEntryDocument> Entries);

/// <summary>An entry of the index, as <c>index --json</c> gives it.</summary>
internal sealed record IndexEntryDocument(
    string Namespace, string Build, long Rank, DateTimeOffset Expires, IReadOnlyDictionary<string, string> Data);
