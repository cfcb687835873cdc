using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>The registry images of the tree as a revision has them.</summary>
/// <param name="Name">The revision, for people.</param>
/// <param name="Images">Those that were sound.</param>
public sealed record RevisionFacts(string Name, IReadOnlyDictionary<ImageName, RevisionImage> Images);
