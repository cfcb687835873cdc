namespace Slipway.Cli.Json;

/// <summary>Why an image is built, as <c>why --json</c> gives it.</summary>
internal sealed record WhyDocument(
    string Image,
    string Digest,
    string Action,
    string Verdict,
    WhyAgainstDocument? Against,
    IReadOnlyList<CauseDocument> Causes,
    IReadOnlyList<string>? Told,
    RebuildDocument? LastRebuild);

/// <summary>What an image was compared with.</summary>
internal sealed record WhyAgainstDocument(
    string Label, string? Digest, string? Scope, string? Build, DateTimeOffset? BuiltAt);
