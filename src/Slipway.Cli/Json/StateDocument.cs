namespace Slipway.Cli.Json;

/// <summary>One side of a change: of a file, of an argument or another text, or of a parent.</summary>
internal sealed record StateDocument(
    string? Path = null,
    string? Mode = null,
    string? Sha256 = null,
    long? Size = null,
    string? Target = null,
    string? Value = null,
    string? Digest = null);
