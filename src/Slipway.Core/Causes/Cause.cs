using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>One thing that changed, however many images it rebuilds.</summary>
/// <param name="Kind"><see cref="ComparisonKind.Compared"/> for a change of inputs,
/// else what else there is to say.</param>
/// <param name="Entries">The images whose own inputs it changed, parents before children.</param>
/// <param name="Images">Every image that it rebuilds, those of <paramref name="Entries"/> included,
/// parents before children.</param>
public sealed record Cause(
    ComparisonKind Kind, ImmutableArray<CauseEntry> Entries, ImmutableArray<ImageName> Images)
{
    /// <summary>The change, as the first image has it.</summary>
    public LocatedChange? Change => Entries[0].Change;
}

/// <summary>Where a cause enters the graph of images.</summary>
/// <param name="Image">The image whose own inputs it changed.</param>
/// <param name="Change">The change as that image has it; null when only the digests are known.</param>
public sealed record CauseEntry(ImageName Image, LocatedChange? Change);
