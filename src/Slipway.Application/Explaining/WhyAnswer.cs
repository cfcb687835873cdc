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
    /// <summary>Line by line, for the causes of which a person asked for it.</summary>
    public IReadOnlyDictionary<Cause, Patch> Patches { get; init; } = new Dictionary<Cause, Patch>();
}
