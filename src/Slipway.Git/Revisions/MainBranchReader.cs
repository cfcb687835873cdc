using System.Collections.Immutable;
using Slipway.Git.Programs;

namespace Slipway.Git.Revisions;

/// <summary>Finds out which branch is the main one.</summary>
/// <param name="git">Runs git in the checkout.</param>
internal sealed class MainBranchReader(GitProgram git)
{
    private const string OfOrigin = "refs/remotes/origin/";
    private const string Own = "refs/heads/";
    private const string Head = $"{OfOrigin}HEAD";

    /// <summary>The main branch by the names that it may have, the most telling first.</summary>
    private static readonly ImmutableArray<string> Names =
        [Head, $"{OfOrigin}main", $"{OfOrigin}master", $"{Own}main", $"{Own}master"];

    /// <summary>
    /// The one that origin calls its head; where that is not known, all that may be the main branch, the most telling
    /// first. A branch of this checkout is not asked where origin has it too.
    /// </summary>
    public async Task<ImmutableArray<MainBranch>> ReadAsync(CancellationToken cancellationToken)
    {
        string listed = await git.RequireTextAsync(
            ["for-each-ref", "--format=%(refname)", .. Names], cancellationToken);
        var known = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> named = known.Contains(Head)
            ? [Head]
            : Names.Where(name => known.Contains(name) && !known.Contains(OriginsOf(name)));
        return [.. named.Select(name => new MainBranch(git, name))];
    }

    private static string OriginsOf(string name) =>
        name.StartsWith(Own, StringComparison.Ordinal) ? OfOrigin + name[Own.Length..] : string.Empty;
}
