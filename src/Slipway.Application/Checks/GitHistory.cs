using System.Collections.Frozen;
using Slipway.Git;
using Slipway.Model.History;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Checks;

/// <summary>What git knows of the tree, for a check.</summary>
internal sealed class GitHistory(GitRepository repository, ISourceTree tree) : ITreeHistory
{
    public async Task<TreeRevision> OpenAsync(string? revision, CancellationToken cancellationToken)
    {
        var commit = revision is null
            ? await repository.MergeBaseWithMainAsync(cancellationToken)
            : await repository.ResolveAsync(revision, cancellationToken);
        return new TreeRevision(commit.Short, await repository.OpenTreeAsync(commit, tree, cancellationToken));
    }

    public async Task<UntrackedSources> FindUntrackedAsync(
        IReadOnlyCollection<RelativePath> files, CancellationToken cancellationToken)
    {
        var untracked = await repository.UntrackedAsync(cancellationToken);
        return new UntrackedSources(
            files.Where(untracked.IsUntracked).ToFrozenSet(), files.Where(untracked.IsIgnored).ToFrozenSet());
    }
}
