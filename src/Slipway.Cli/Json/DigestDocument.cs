namespace Slipway.Cli.Json;

/// <summary>A digest, as <c>hash --json</c> gives it.</summary>
internal sealed record DigestDocument(string Image, string Scheme, string Digest, string? ContextHash);
