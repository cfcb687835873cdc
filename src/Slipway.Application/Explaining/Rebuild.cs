using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Model.Builds;

namespace Slipway.Application.Explaining;

/// <summary>A build of an image, and what it differs in from the one before.</summary>
/// <param name="Record">The build.</param>
/// <param name="Previous">The build that a push of its scope would have used before; null for the first.</param>
/// <param name="Explanation">What changed between the two; null for the first, and when nothing did.</param>
public sealed record Rebuild(BuildRecord Record, BuildRecord? Previous, Explanation? Explanation)
{
    /// <summary>The images from elsewhere that were other ones than in the build before, which no digest tells.</summary>
    public ImmutableArray<ExternalChange> ExternalChanges => Model.Builds.ExternalChanges.Between(Previous, Record.Externals);

    /// <summary>Bytes by which it is larger than the one before; null when one of the sizes is not known.</summary>
    public long? Growth => Record.Size - Previous?.Size;
}
