using System.Collections.Frozen;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>What git knows of the files of a tree.</summary>
internal sealed class GitStates
{
    private readonly UntrackedFiles _untracked;
    private readonly FrozenSet<RelativePath> _changed;
    private readonly FrozenDictionary<RelativePath, HidingReason> _hidden;

    private GitStates(
        UntrackedFiles untracked,
        FrozenSet<RelativePath> changed,
        FrozenDictionary<RelativePath, HidingReason> hidden)
    {
        _untracked = untracked;
        _changed = changed;
        _hidden = hidden;
    }

    public static async Task<GitStates> ReadAsync(GitRepository git, CancellationToken cancellationToken)
    {
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var hidden = await git.HiddenAsync(cancellationToken);
        var differing = await git.HiddenSinceAsync(head, hidden, cancellationToken);
        return new GitStates(
            await git.UntrackedAsync(cancellationToken),
            await git.ModifiedSinceAsync(head, cancellationToken),
            hidden.Files.Where(pair => differing.Contains(pair.Key)).ToFrozenDictionary());
    }

    public GitState Of(RelativePath file) =>
        _hidden.TryGetValue(file, out var reason)
            ? reason == HidingReason.Skipped ? GitState.NotCheckedOut : GitState.AssumedUnchanged
        : _changed.Contains(file) ? GitState.Changed
        : _untracked.IsUntracked(file) ? GitState.Untracked
        : _untracked.IsIgnored(file) ? GitState.Ignored
        : GitState.Committed;
}
