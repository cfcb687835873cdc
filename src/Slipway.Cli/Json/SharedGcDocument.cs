namespace Slipway.Cli.Json;

/// <summary>What goes from a registry, as <c>gc --backend registry --json</c> gives it.</summary>
/// <param name="Done">Whether it was done; else it would be.</param>
/// <param name="Condemned">What is not found any more, and deleted after the grace.</param>
/// <param name="Deleted">What was condemned before and is deleted.</param>
/// <param name="Waiting">What was condemned before and is not deleted yet.</param>
/// <param name="Restored">What was condemned before and is needed again.</param>
/// <param name="Documents">The records, logs, inputs and lists that go with what is deleted.</param>
/// <param name="Spared">What was tagged again meanwhile.</param>
internal sealed record SharedGcDocument(
    string Registry,
    bool Done,
    IReadOnlyList<SharedManifestDocument> Condemned,
    IReadOnlyList<SharedManifestDocument> Deleted,
    IReadOnlyList<SharedManifestDocument> Waiting,
    IReadOnlyList<SharedManifestDocument> Restored,
    IReadOnlyList<SharedExplanationDocument> Documents,
    IReadOnlyList<string> Spared,
    IReadOnlyList<string> Refusals,
    IReadOnlyList<RetainedBuildDocument> Kept);

/// <param name="Manifest">The repository and the digest of the manifest.</param>
/// <param name="Since">When it was condemned.</param>
/// <param name="Bytes">What the registry's own collector can free.</param>
internal sealed record SharedManifestDocument(
    string Manifest, DateTimeOffset? Since, long Bytes, RetainedBuildDocument Build);

/// <param name="Manifest">The repository and the digest of the manifest.</param>
/// <param name="Kind">What it is: record, log, inputs, or list.</param>
/// <param name="Subject">The image with which it goes; null for a build that has none.</param>
/// <param name="Bytes">What the registry's own collector can free.</param>
internal sealed record SharedExplanationDocument(string Manifest, string Kind, string? Subject, long Bytes);
