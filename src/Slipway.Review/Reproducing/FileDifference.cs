using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Review.Reproducing;

/// <summary>A file that makes digests differ.</summary>
/// <param name="File">The file, below the root of the tree.</param>
/// <param name="Kind">Why it differs.</param>
/// <param name="Images">The images into which it enters, by name.</param>
public sealed record FileDifference(RelativePath File, DifferenceKind Kind, ImmutableArray<ImageName> Images);

/// <summary>Why a file is another one in a clone than here.</summary>
public enum DifferenceKind
{
    /// <summary>Git has no such file, and was not told to ignore it.</summary>
    Untracked,

    /// <summary>Git has no such file, because it was told to ignore it.</summary>
    Ignored,

    /// <summary>It belongs to a repository within this one, which a plain clone does not have.</summary>
    Submodule,

    /// <summary>It was changed, added or removed and not committed.</summary>
    Uncommitted,

    /// <summary>It was changed and git was told to take it for unchanged.</summary>
    AssumedUnchanged,

    /// <summary>A sparse checkout left it out.</summary>
    NotCheckedOut,

    /// <summary>Git converts its line ends.</summary>
    LineEnds,

    /// <summary>It may be executed here and not in the clone, or the other way round.</summary>
    ExecutableBit,

    /// <summary>
    /// It has other permission bits, which depend on the umask; they count in the taskgraph scheme only.
    /// </summary>
    PermissionBits,

    /// <summary>A link in one place is a file in the other.</summary>
    Link,

    /// <summary>The clone has a pointer of git-lfs in the place of the content.</summary>
    LfsPointer,

    /// <summary>The clone has another content for a reason that nothing tells, such as a filter.</summary>
    Content,

    /// <summary>Its image cannot be read there, and nothing else of this list explains it.</summary>
    Unreadable,
}
