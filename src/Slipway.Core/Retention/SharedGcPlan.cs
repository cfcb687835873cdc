using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>What a collection of a registry does.</summary>
public sealed record SharedGcPlan
{
    /// <summary>What the policy says of every build.</summary>
    public required ImmutableArray<RetentionVerdict> Verdicts { get; init; }

    /// <summary>What is not found from now on, and deleted after the grace.</summary>
    public required ImmutableArray<SharedManifestFate> Condemned { get; init; }

    /// <summary>What was condemned before, and whose grace is over.</summary>
    public required ImmutableArray<SharedManifestFate> Deleted { get; init; }

    /// <summary>What was condemned before, and whose grace is not over.</summary>
    public required ImmutableArray<SharedManifestFate> Waiting { get; init; }

    /// <summary>What was condemned before, and is needed again.</summary>
    public required ImmutableArray<SharedManifestFate> Restored { get; init; }

    /// <summary>What explains builds that are deleted, and goes with them.</summary>
    public ImmutableArray<SharedDocumentFate> Documents { get; init; } = [];

    /// <summary>What was not known for sure.</summary>
    public ImmutableArray<Diagnostic> Problems { get; init; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Condemned.IsEmpty && Deleted.IsEmpty && Restored.IsEmpty && Documents.IsEmpty;
}

/// <summary>A manifest, and what becomes of it.</summary>
/// <param name="Reference">The repository and the digest by which it is deleted.</param>
/// <param name="Verdict">What the policy says of its build.</param>
/// <param name="Condemned">Since when it is condemned; null when it was not yet.</param>
/// <param name="Bytes">What the registry's own collector can free once it is deleted: a blob that several have is
/// counted to the first.</param>
public sealed record SharedManifestFate(
    ImageReference Reference, RetentionVerdict Verdict, DateTimeOffset? Condemned, long Bytes);

/// <summary>A manifest that explains a build and goes.</summary>
/// <param name="Reference">The repository and the digest by which it is deleted.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">What the registry's own collector can free once it is deleted.</param>
/// <param name="Subject">The image that it goes with; null for what is left of a build without one.</param>
public sealed record SharedDocumentFate(
    ImageReference Reference, SharedDocumentKind Kind, long Bytes, ImageReference? Subject)
{
    /// <summary>The digest that inputs are of, which other builds may have too.</summary>
    public InputsDigest? Digest { get; init; }
}

/// <summary>What a manifest of a registry says of builds, in the opposite order of that in which they are deleted.
/// </summary>
public enum SharedDocumentKind
{
    /// <summary>How a build went.</summary>
    Record,

    /// <summary>What is said about an image, where the registry does not keep that list itself.</summary>
    List,

    /// <summary>What the engine printed.</summary>
    Log,

    /// <summary>What a digest was made of.</summary>
    Inputs,

    /// <summary>What the tags of images that are gone lead to: it goes at the very end.</summary>
    Removed,
}

/// <summary>What of a plan was done.</summary>
/// <param name="Condemned">What is not found any more.</param>
/// <param name="Deleted">What is deleted; the registry's own collector frees its blobs.</param>
/// <param name="Restored">What is found again.</param>
/// <param name="Spared">What was tagged again since it was looked at.</param>
/// <param name="Documents">What explained builds, and is deleted.</param>
/// <param name="Refusals">What the registry refuses, for people; none when it refuses nothing.</param>
public sealed record SharedGcOutcome(
    ImmutableArray<ImageReference> Condemned,
    ImmutableArray<ImageReference> Deleted,
    ImmutableArray<ImageReference> Restored,
    ImmutableArray<ImageReference> Spared,
    ImmutableArray<ImageReference> Documents,
    ImmutableArray<Diagnostic> Refusals);
