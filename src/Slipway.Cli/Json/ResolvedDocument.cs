namespace Slipway.Cli.Json;

/// <summary>A mark and what it became, as <c>resolve --json</c> gives it; without a place for <c>--image</c>.</summary>
internal sealed record ResolvedDocument(string? File, int? Line, int? Column, string Image, string Reference);
