namespace Slipway.Cli.Json;

/// <summary>An image, as <c>list --json</c> gives it.</summary>
internal sealed record ImageDocument(
    string Name,
    string Kind,
    string Folder,
    string Digest,
    IReadOnlyList<string> Parents,
    IReadOnlyDictionary<string, string> Args,
    IndexedDocument? Indexed);

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
internal sealed record DigestDocument(string Image, string Scheme, string Digest, string? ContextHash);
