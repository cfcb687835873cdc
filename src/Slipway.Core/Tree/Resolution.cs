using Slipway.Core.Values;

namespace Slipway.Core.Tree;

/// <summary>Where following the links of a path ends.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Path">A path without links: of the entry, or of the place where one is missing.</param>
/// <param name="Entry">What is there; set when it was found.</param>
internal readonly record struct Resolution(ResolutionKind Kind, RelativePath Path, TreeEntry? Entry);
