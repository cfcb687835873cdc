using Slipway.Registry.Authentication;

namespace Slipway.Cli.Json;

/// <summary>What an image was compared with.</summary>
internal sealed record WhyAgainstDocument(
    string Label, string? Digest, string? Scope, string? Build, DateTimeOffset? BuiltAt);
