namespace Slipway.Cli.Json;

/// <summary>An image, as <c>list --json</c> gives it.</summary>
/// <param name="Unfit">Why it cannot be used; then it has its name and nothing else.</param>
/// <param name="Digest">Null for an image without one: with gecko's transforms, one that every push builds.</param>
/// <param name="Parents">What it is built on.</param>
/// <param name="Needs">What it needs besides, and as what: <c>builder</c>, <c>package</c>; null for nothing.</param>
/// <param name="Platform">Null for the platform of the tree.</param>
internal sealed record ImageDocument(
    string Name,
    string? Kind,
    string? Folder,
    string? Digest,
    IReadOnlyList<string>? Parents,
    IReadOnlyDictionary<string, string>? Needs,
    IReadOnlyDictionary<string, string>? Args,
    string? Platform,
    IndexedDocument? Indexed,
    UnfitDocument? Unfit = null);

/// <summary>Why an image of the tree cannot be used.</summary>
/// <param name="Name">The image.</param>
/// <param name="State"><c>broken</c>, or <c>left-out</c> when it may be sound and only cannot be had here.</param>
/// <param name="Problems">At least one, the cause first.</param>
internal sealed record UnfitDocument(string Name, string State, IReadOnlyList<DiagnosticDocument> Problems);

/// <summary>Where an image is indexed.</summary>
internal sealed record IndexedDocument(
    string Namespace,
    string Scope,
    string Build,
    string? ImageHash,
    DateTimeOffset? BuiltAt,
    DateTimeOffset Expires,
    long? Size);

/// <summary>A digest, as <c>hash --json</c> gives it.</summary>
/// <param name="Digest">Null for an image without one: with gecko's transforms, one that every push builds.</param>
/// <param name="Lines">The lines that it is the SHA-256 of, joined by line feeds; null where it is that of the inputs
/// manifest.</param>
internal sealed record DigestDocument(
    string Image, string Scheme, string? Digest, string? ContextHash, IReadOnlyList<string>? Lines);
