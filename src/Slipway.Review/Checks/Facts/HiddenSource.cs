using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>A file of contexts that is not what git has, and that git was told not to look at.</summary>
/// <param name="File">The file, which need not be on disk.</param>
/// <param name="IsMissing">Whether it is in git and not on disk.</param>
/// <param name="IsAssumed">Whether git takes it for unchanged; else it is left out of the checkout.</param>
/// <param name="Images">The images whose contexts have it, or would.</param>
public sealed record HiddenSource(
    RelativePath File, bool IsMissing, bool IsAssumed, ImmutableArray<ImageName> Images);

/// <summary>In what a submodule is not as git has it.</summary>
public enum SubmoduleContent
{
    /// <summary>Nothing is there.</summary>
    NotCloned,

    /// <summary>Another commit is checked out.</summary>
    Moved,

    /// <summary>There are changes in it that are not committed.</summary>
    Edited,
}
