namespace Slipway.Cli.Json;

internal sealed record IndexListDocument(
    IReadOnlyList<string> Namespaces, IReadOnlyList<IndexEntryDocument> Entries);
