namespace Slipway.Cli.Json;

/// <summary>That one image is built on another.</summary>
internal sealed record GraphEdgeDocument(string Parent, string Child);
