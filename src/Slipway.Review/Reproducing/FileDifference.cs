using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Review.Reproducing;

/// <summary>A file that makes digests differ.</summary>
/// <param name="File">The file, below the root of the tree.</param>
/// <param name="Kind">Why it differs.</param>
/// <param name="Images">The images into which it enters, by name.</param>
public sealed record FileDifference(RelativePath File, DifferenceKind Kind, ImmutableArray<ImageName> Images);
