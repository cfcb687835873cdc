namespace Slipway.Cli.Json;

internal sealed record PlannedPushDocument(
    string Name,
    string Reference,
    string Action,
    bool Build,
    string ContextHash,
    string? ImageHash,
    string? RepoDigest,
    DiagnosticDocument? Remark);
