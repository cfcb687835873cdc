namespace Slipway.Cli.Json;

/// <summary>What a build came to, as <c>build --json</c> gives it.</summary>
internal sealed record BuildDocument(IReadOnlyList<OutcomeDocument> Images);

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
