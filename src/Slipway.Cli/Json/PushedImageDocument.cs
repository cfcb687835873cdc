namespace Slipway.Cli.Json;

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
