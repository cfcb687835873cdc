namespace Slipway.Cli.Json;

/// <summary>The references to images from elsewhere, as <c>pin --json</c> gives them.</summary>
internal sealed record PinDocument(bool Written, IReadOnlyList<PinnedDocument> References);

/// <summary>One reference to an image from elsewhere, as <c>pin --json</c> gives it.</summary>
internal sealed record PinnedDocument(
    string State,
    string File,
    int Line,
    string Reference,
    IReadOnlyList<string> Images,
    string? OldDigest,
    string? NewDigest);
