using Slipway.Model.Indexing;

namespace Slipway.Review.Checks.Facts;

/// <summary>The entry under an image's present digest that a build would use, or would have used.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="IsExpired">Whether it is not found any more.</param>
public sealed record IndexedImage(IndexEntry Entry, bool IsExpired);
