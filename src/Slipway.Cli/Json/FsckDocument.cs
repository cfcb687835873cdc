namespace Slipway.Cli.Json;

/// <summary>The state of the store, as <c>fsck --json</c> gives it.</summary>
internal sealed record FsckDocument(
    int Images, int Blobs, long Bytes, bool Repaired, IReadOnlyList<FsckProblemDocument> Problems);

internal sealed record FsckProblemDocument(string Kind, string Subject, string Message, IReadOnlyList<string> Images);
