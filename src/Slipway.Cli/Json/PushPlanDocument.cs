namespace Slipway.Cli.Json;

internal sealed record PushPlanDocument(IReadOnlyList<PlannedPushDocument> Images);

internal sealed record PlannedPushDocument(
    string Name,
    string Reference,
    string Action,
    bool Build,
    string ContextHash,
    string? ImageHash,
    string? RepoDigest,
    DiagnosticDocument? Remark);

internal sealed record PushDocument(IReadOnlyList<PushedImageDocument> Images, IReadOnlyList<string> Written);

internal sealed record PushedImageDocument(
    string Name,
    string Reference,
    string Action,
    string ImageHash,
    string RepoDigest,
    string ContextHash,
    int BlobsSent,
    int BlobsMounted,
    int BlobsPresent,
    long BytesSent);
