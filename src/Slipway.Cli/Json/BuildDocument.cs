namespace Slipway.Cli.Json;

/// <summary>What a build came to, as <c>build --json</c> gives it.</summary>
/// <param name="Images">What came of each.</param>
/// <param name="Seconds">From the start of the planning to the end.</param>
internal sealed record BuildDocument(IReadOnlyList<OutcomeDocument> Images, double Seconds);

internal sealed record OutcomeDocument(
    string Name,
    string Digest,
    string Result,
    string? Build,
    string? ImageHash,
    long? Size,
    double Seconds,
    string? SkippedFor,
    IReadOnlyList<DiagnosticDocument> Diagnostics);

internal sealed record DiagnosticDocument(string Code, string Message, string? Location, string Remedy);
