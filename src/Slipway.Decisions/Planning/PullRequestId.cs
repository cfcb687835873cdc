using System.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Names a pull request of which only the branch is known, as in taskgraph's parameters.</summary>
public static class PullRequestId
{
    private const string BranchPrefix = "refs/heads/";
    private const int LongestBranch = 40;
    private const int HashDigits = 12;

    /// <summary>
    /// The branch in the letters of a namespace, and a hash: branches of two forks may have one name.
    /// </summary>
    /// <param name="headRepository">Where the branch is.</param>
    /// <param name="headRef">The branch, with or without <c>refs/heads/</c>.</param>
    public static string Of(string headRepository, string headRef)
    {
        string branch = headRef.StartsWith(BranchPrefix, StringComparison.Ordinal)
            ? headRef[BranchPrefix.Length..]
            : headRef;
        string readable = string.Concat(branch.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        string hash = Sha256Digest.Of(Encoding.UTF8.GetBytes($"{headRepository}\n{branch}")).ToString()[..HashDigits];
        return readable.Length == 0 ? hash : $"{readable[..Math.Min(readable.Length, LongestBranch)]}-{hash}";
    }
}
