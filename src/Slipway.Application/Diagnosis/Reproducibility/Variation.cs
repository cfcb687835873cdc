using System.Collections.Immutable;
using Slipway.Review.Reproducing;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>One way in which digests were computed again, and what came of it.</summary>
/// <param name="Name">What was different, in words.</param>
/// <param name="Differences">The files that make a difference, by path; none when all digests agree.</param>
public sealed record Variation(string Name, ImmutableArray<FileDifference> Differences);
