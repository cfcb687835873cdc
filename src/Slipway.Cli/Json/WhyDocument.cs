namespace Slipway.Cli.Json;

/// <summary>Why an image is built, as <c>why --json</c> gives it.</summary>
internal sealed record WhyDocument(
    string Image,
    string Digest,
    string Action,
    string Verdict,
    WhyAgainstDocument? Against,
    IReadOnlyList<CauseDocument> Causes,
    RebuildDocument? LastRebuild);
