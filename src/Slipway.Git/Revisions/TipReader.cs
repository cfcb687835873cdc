using System.Collections.Immutable;
using Slipway.Git.Programs;

namespace Slipway.Git.Revisions;

/// <summary>Lists what leads to commits.</summary>
/// <param name="git">Runs git in the root.</param>
internal sealed class TipReader(GitProgram git)
{
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";
    private const string Remotes = "refs/remotes/";
    private const string RemoteHead = "/HEAD";
    private const string Commit = "commit";
    private const string HeadLine = "HEAD ";

    /// <summary>Branches, tags, and what the working trees have checked out; each name once for each commit.</summary>
    /// <remarks>
    /// https://git-scm.com/docs/git-for-each-ref, https://git-scm.com/docs/git-worktree#_porcelain_format
    /// </remarks>
    public async Task<ImmutableArray<GitTip>> ReadAsync(CancellationToken cancellationToken)
    {
        string references = await git.RequireTextAsync(
            [
                "for-each-ref",
                "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname:lstrip=3) %(refname)",
                Heads, Tags, Remotes,
            ],
            cancellationToken);
        string worktrees = await git.RequireTextAsync(["worktree", "list", "--porcelain"], cancellationToken);
        return
        [
            .. Lines(references).Select(Read).OfType<GitTip>()
                .Concat(Lines(worktrees)
                    .Where(line => line.StartsWith(HeadLine, StringComparison.Ordinal))
                    .Select(line => line[HeadLine.Length..])
                    // Of a branch without a commit.
                    .Where(id => id.Any(digit => digit != '0'))
                    .Select(id => new GitTip(GitTipKind.CheckedOut, "HEAD", id)))
                .Distinct(),
        ];
    }

    /// <returns>Null for what is no commit: git lets tags name files and folders too.</returns>
    private static GitTip? Read(string line)
    {
        // No name of a reference has a blank.
        if (line.Split(' ') is not [var type, var id, var peeledType, var peeled, var remoteName, var name]
            || (type != Commit && peeledType != Commit))
        {
            return null;
        }

        string commit = type == Commit ? id : peeled;
        return name.StartsWith(Heads, StringComparison.Ordinal)
                ? new GitTip(GitTipKind.Branch, name[Heads.Length..], commit)
            : name.StartsWith(Tags, StringComparison.Ordinal)
                ? new GitTip(GitTipKind.Tag, name[Tags.Length..], commit)
            // Which branch is the main one there; it is listed by itself.
            : name.EndsWith(RemoteHead, StringComparison.Ordinal) ? null
            : new GitTip(GitTipKind.Branch, remoteName, commit);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
