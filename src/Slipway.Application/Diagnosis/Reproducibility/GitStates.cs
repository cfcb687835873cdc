using System.Collections.Frozen;
using Slipway.Git;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>What git knows of the files of a tree.</summary>
internal sealed class GitStates
{
    private readonly UntrackedFiles _untracked;
    private readonly FrozenSet<RelativePath> _changed;

    private GitStates(UntrackedFiles untracked, FrozenSet<RelativePath> changed)
    {
        _untracked = untracked;
        _changed = changed;
    }

    public static async Task<GitStates> ReadAsync(GitRepository git, CancellationToken cancellationToken)
    {
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        return new GitStates(
            await git.UntrackedAsync(cancellationToken), await git.ModifiedSinceAsync(head, cancellationToken));
    }

    public GitState Of(RelativePath file) =>
        _changed.Contains(file) ? GitState.Changed
        : _untracked.IsUntracked(file) ? GitState.Untracked
        : _untracked.IsIgnored(file) ? GitState.Ignored
        : GitState.Committed;
}
