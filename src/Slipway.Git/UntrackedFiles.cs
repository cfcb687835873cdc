using System.Collections.Frozen;
using Slipway.Model.Values;

namespace Slipway.Git;

/// <summary>The files of the working tree that git does not keep.</summary>
/// <param name="Untracked">Neither tracked nor ignored: a person may have forgotten to add them.</param>
/// <param name="Ignored">Not tracked, and ignored on purpose.</param>
/// <remarks>A repository within the tree that is no submodule counts as one path, its folder.</remarks>
public sealed record UntrackedFiles(FrozenSet<RelativePath> Untracked, FrozenSet<RelativePath> Ignored)
{
    /// <summary>Whether a file is untracked and not ignored.</summary>
    public bool IsUntracked(RelativePath file) => IsIn(Untracked, file);

    /// <summary>Whether a file is untracked and ignored.</summary>
    public bool IsIgnored(RelativePath file) => IsIn(Ignored, file);

    private static bool IsIn(FrozenSet<RelativePath> set, RelativePath file)
    {
        for (var path = file; !path.IsRoot; path = path.Parent)
        {
            if (set.Contains(path))
            {
                return true;
            }
        }

        return false;
    }
}
