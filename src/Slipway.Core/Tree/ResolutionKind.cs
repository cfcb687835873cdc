namespace Slipway.Core.Tree;

/// <summary>How following the links of a path ended.</summary>
internal enum ResolutionKind
{
    Found,

    /// <summary>Nothing is there, and the place would be below the root.</summary>
    Missing,

    /// <summary>A link leads outside the root.</summary>
    Outside,

    /// <summary>More links than a file system follows.</summary>
    Loop,
}
