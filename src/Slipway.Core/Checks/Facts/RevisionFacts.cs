using Slipway.Core.Digests;
using Slipway.Core.Values;

namespace Slipway.Core.Checks.Facts;

/// <summary>The registry images of the tree as a revision has them.</summary>
/// <param name="Name">The revision, for people.</param>
/// <param name="Then">Those that were sound, as they were.</param>
/// <param name="Now">The same images as they are, comparable with <paramref name="Then"/>: without <c>HASH</c> in any scheme.</param>
public sealed record RevisionFacts(
    string Name, IReadOnlyDictionary<ImageName, RevisionImage> Then, IReadOnlyDictionary<ImageName, ImageInputs> Now);
