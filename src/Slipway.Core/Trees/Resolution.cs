using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>Where following the links of a path ends.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Path">A path without links: of the entry, or of the place where one is missing.</param>
/// <param name="Entry">What is there; set when it was found.</param>
public readonly record struct Resolution(ResolutionKind Kind, RelativePath Path, TreeEntry? Entry);

/// <summary>How following the links of a path ended.</summary>
public enum ResolutionKind
{
    /// <summary>The entry is there.</summary>
    Found,

    /// <summary>Nothing is there, and the place would be below the root.</summary>
    Missing,

    /// <summary>A link leads outside the root.</summary>
    Outside,

    /// <summary>More links than a file system follows.</summary>
    Loop,
}
