namespace Slipway.Cli.Json;

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
