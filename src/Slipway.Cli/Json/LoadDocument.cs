namespace Slipway.Cli.Json;

/// <summary>What a load did, as <c>load --json</c> gives it.</summary>
internal sealed record LoadDocument(
    string? Name, string ImageHash, IReadOnlyList<string> Tags, int LayersSent, int LayersPresent, long BytesSent);
