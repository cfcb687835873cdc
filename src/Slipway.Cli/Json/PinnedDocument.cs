namespace Slipway.Cli.Json;

/// <summary>One reference to an image from elsewhere, as <c>pin --json</c> gives it.</summary>
internal sealed record PinnedDocument(
    string State,
    string File,
    int Line,
    string Reference,
    IReadOnlyList<string> Images,
    string? OldDigest,
    string? NewDigest);
