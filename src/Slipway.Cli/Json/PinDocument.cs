namespace Slipway.Cli.Json;

/// <summary>The references to images from elsewhere, as <c>pin --json</c> gives them.</summary>
internal sealed record PinDocument(bool Written, IReadOnlyList<PinnedDocument> References);
