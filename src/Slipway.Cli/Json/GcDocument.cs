namespace Slipway.Cli.Json;

/// <summary>What was or would be removed, as <c>gc --json</c> gives it.</summary>
internal sealed record GcDocument(
    bool Removed,
    long Bytes,
    IReadOnlyList<string> Entries,
    IReadOnlyList<string> Images,
    IReadOnlyList<string> Builds,
    IReadOnlyList<string> Blobs,
    IReadOnlyList<string> Files);

/// <summary>How many values of a build secret were forgotten, as <c>gc --forget-secret --json</c> gives it.</summary>
internal sealed record ForgottenSecretDocument(string Secret, int Values);

/// <summary>The state of the store, as <c>fsck --json</c> gives it.</summary>
internal sealed record FsckDocument(
    int Images, int Blobs, long Bytes, bool Repaired, IReadOnlyList<FsckProblemDocument> Problems);

internal sealed record FsckProblemDocument(string Kind, string Subject, string Message, IReadOnlyList<string> Images);
