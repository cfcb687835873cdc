using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Core.Planning;

namespace Slipway.Application.Explaining;

/// <summary>Why an image is, or is not, built.</summary>
/// <param name="Planned">What a build would do with it.</param>
/// <param name="Verdict">The kind of answer.</param>
/// <param name="Against">What it was compared with, in words; null when there is nothing.</param>
/// <param name="Baseline">The build that it was compared with; null for a revision.</param>
/// <param name="Explanation">What differs; null when nothing does.</param>
/// <param name="LastRebuild">Why the last build was run; null when it is not known or of no interest.</param>
public sealed record WhyAnswer(
    PlannedImage Planned,
    WhyVerdict Verdict,
    string? Against,
    Baseline? Baseline,
    Explanation? Explanation,
    Rebuild? LastRebuild)
{
    /// <summary>
    /// What the task tells that built what it was compared with, where the inputs themselves are not to be had.
    /// </summary>
    public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>Who was asked for a build that was never made, and said no.</summary>
    public string Asked { get; init; } = "the store has no";

    /// <summary>Line by line, for the causes of which a person asked for it.</summary>
    public IReadOnlyDictionary<Cause, Patch> Patches { get; init; } = new Dictionary<Cause, Patch>();
}

/// <summary>The kind of answer to "why is this image built?".</summary>
public enum WhyVerdict
{
    /// <summary>It is not built: the last build has the same inputs.</summary>
    UpToDate,

    /// <summary>Its inputs are others than those of the build that it was compared with.</summary>
    Changed,

    /// <summary>Nothing changed, but its <c>max-age</c> has passed.</summary>
    TooOld,

    /// <summary>Nothing changed, but a parent is stale or was built again for its age.</summary>
    ParentTooOld,

    /// <summary>Nothing changed, but the index has no entry for it any more.</summary>
    EntryGone,

    /// <summary>It was built, but nowhere that this push may use.</summary>
    OtherLevelOnly,

    /// <summary>It was never built.</summary>
    NeverBuilt,

    /// <summary>Every push builds it, so nothing of it is indexed.</summary>
    Uncached,
}
