using System.Collections.Immutable;
using System.Text;
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
    /// <remarks>
    /// What origin calls its head is a symbolic ref, which only git writes here: a plain one is a branch of origin that
    /// somebody called <c>HEAD</c>. Where refs are fetched as they are, those of remotes are whatever was pushed there.
    /// </remarks>
    public async Task<ImmutableArray<MainBranch>> ReadAsync(CancellationToken cancellationToken)
    {
        string listed = await git.RequireTextAsync(
            ["for-each-ref", "--format=%(refname) %(symref)", .. Names], cancellationToken);
        var known = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(field => field[0] != Head || field[1].StartsWith(OfOrigin, StringComparison.Ordinal))
            .Select(field => field[0])
            .ToHashSet(StringComparer.Ordinal);
        if (known.Any(IsOfOrigin) && !await FetchesOnlyBranchesAsync(cancellationToken))
        {
            known.RemoveWhere(IsOfOrigin);
        }

        IEnumerable<string> named = known.Contains(Head)
            ? [Head]
            : Names.Where(name => known.Contains(name) && !known.Contains(OriginsOf(name)));
        return [.. named.Select(name => new MainBranch(git, name))];
    }

    private static bool IsOfOrigin(string name) => name.StartsWith(OfOrigin, StringComparison.Ordinal);

    /// <summary>Whether what this checkout has of origin's branches comes from nothing but its branches.</summary>
    private async Task<bool> FetchesOnlyBranchesAsync(CancellationToken cancellationToken)
    {
        // It ends with 1 where there is none: then nobody but its owner wrote them.
        var answer = await git.RunAsync(["config", "--get-all", "remote.origin.fetch"], cancellationToken);
        return Encoding.UTF8.GetString(answer.Output.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(spec => spec.TrimStart('+').Split(':'))
            .Where(spec => spec.Length == 2 && MayWrite(spec[1]))
            .All(spec => spec[0].StartsWith(Own, StringComparison.Ordinal));
    }

    /// <summary>Whether fetching into a destination may write what this checkout has of origin's branches.</summary>
    private static bool MayWrite(string destination)
    {
        string fixedPart = destination.Split('*')[0];
        return OfOrigin.StartsWith(fixedPart, StringComparison.Ordinal)
            || fixedPart.StartsWith(OfOrigin, StringComparison.Ordinal);
    }

    private static string OriginsOf(string name) =>
        name.StartsWith(Own, StringComparison.Ordinal) ? OfOrigin + name[Own.Length..] : string.Empty;
}
