namespace Slipway.Cli.Json;

/// <summary>What a build came to, as <c>build --json</c> gives it.</summary>
/// <param name="Images">What came of each.</param>
/// <param name="Seconds">From the start of the planning to the end.</param>
/// <param name="Unfit">The images that were not built because they cannot be used; left out when there are
/// none.</param>
internal sealed record BuildDocument(
    IReadOnlyList<OutcomeDocument> Images, double Seconds, IReadOnlyList<UnfitDocument>? Unfit = null);

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
