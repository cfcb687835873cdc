using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Git.Revisions;

/// <summary>What of a checkout may differ from what git has, without git telling.</summary>
/// <param name="Files">Tracked files that git was told not to look at.</param>
/// <param name="Submodules">Repositories within this one.</param>
public sealed record HiddenFiles(
    FrozenDictionary<RelativePath, HidingReason> Files, ImmutableArray<Submodule> Submodules)
{
    public bool IsEmpty => Files.Count == 0 && Submodules.IsEmpty;
}

/// <summary>Why git does not look at a tracked file.</summary>
public enum HidingReason
{
    /// <summary><c>git update-index --assume-unchanged</c>.</summary>
    AssumedUnchanged,

    /// <summary><c>--skip-worktree</c>, as a sparse checkout sets it on all that it leaves out.</summary>
    Skipped,
}

/// <summary>A repository within a checkout.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Commit">The commit that the checkout's index has for it.</param>
/// <param name="State">What is in the folder.</param>
public sealed record Submodule(RelativePath Path, string Commit, SubmoduleState State);

/// <summary>What is in the folder of a submodule.</summary>
public enum SubmoduleState
{
    /// <summary>The commit that the index has, and nothing else.</summary>
    Clean,

    /// <summary>Nothing: it was not cloned.</summary>
    NotCloned,

    /// <summary>Another commit than the one that the index has.</summary>
    Moved,

    /// <summary>Changes that are not committed in it.</summary>
    Edited,
}
