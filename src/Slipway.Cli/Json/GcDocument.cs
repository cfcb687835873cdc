namespace Slipway.Cli.Json;

/// <summary>What was or would be removed, as <c>gc --json</c> gives it.</summary>
internal sealed record GcDocument(
    bool Removed,
    long Bytes,
    IReadOnlyList<string> Entries,
    IReadOnlyList<string> Images,
    IReadOnlyList<string> Builds,
    IReadOnlyList<string> Blobs,
    IReadOnlyList<string> Files,
    bool Policy,
    IReadOnlyList<RetainedBuildDocument> Retired,
    IReadOnlyList<RetainedBuildDocument> Kept);

/// <summary>What the policy says of one build.</summary>
/// <param name="Bytes">What is counted to it of what becomes free; left out when it is kept.</param>
/// <param name="Standings">Where it stands among the builds of each name that it has.</param>
/// <param name="Reasons">Why it is kept; empty when it is not.</param>
internal sealed record RetainedBuildDocument(
    string Build,
    string Image,
    string Level,
    string Digest,
    string ImageHash,
    DateTimeOffset Built,
    long? Bytes,
    IReadOnlyList<StandingDocument> Standings,
    IReadOnlyList<KeepReasonDocument> Reasons);

/// <param name="Rank">1 for the newest push.</param>
/// <param name="Rule">The number of the rule about it; left out when only its expiry counts.</param>
internal sealed record StandingDocument(
    string Name, string Level, DateTimeOffset Pushed, DateTimeOffset Expires, int Rank, int? Rule);

internal sealed record KeepReasonDocument(string Kind, string? By);

/// <summary>How many values of a build secret were forgotten, as <c>gc --forget-secret --json</c> gives it.</summary>
internal sealed record ForgottenSecretDocument(string Secret, int Values);

/// <summary>The state of the store, as <c>fsck --json</c> gives it.</summary>
internal sealed record FsckDocument(
    int Images, int Blobs, long Bytes, bool Repaired, IReadOnlyList<FsckProblemDocument> Problems);

internal sealed record FsckProblemDocument(string Kind, string Subject, string Message, IReadOnlyList<string> Images);
