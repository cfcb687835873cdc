using Slipway.Registry.Authentication;

namespace Slipway.Cli.Json;

/// <summary>Where an image is indexed.</summary>
internal sealed record IndexedDocument(
    string Namespace, string Scope, string Build, string? ImageHash, DateTimeOffset? BuiltAt, DateTimeOffset Expires, long? Size);
