using System.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Makes of what a pull request is called the one part of a namespace that is its scope.</summary>
public static class PullRequestId
{
    /// <summary>Characters of a name; refs of git are shorter.</summary>
    public const int LongestName = 1024;

    private const string BranchPrefix = "refs/heads/";
    private const int LongestNumber = 20;
    private const int LongestSlug = 40;
    private const int HashDigits = 12;

    /// <summary>
    /// A number is its own id. Anything else gives its letters in lower case, and a hash: other names have the same
    /// letters, and nobody may choose a name that leads into the scope of another request.
    /// </summary>
    /// <param name="name">What a person calls the request: its number, its branch.</param>
    public static string OfName(string name) =>
        name.Length <= LongestNumber && name.All(char.IsAsciiDigit) ? name : Join(name, name);

    /// <summary>
    /// The id of a request of which only the branch is known, as in taskgraph's parameters: branches of two forks may
    /// have one name.
    /// </summary>
    /// <param name="headRepository">Where the branch is.</param>
    /// <param name="headRef">The branch, with or without <c>refs/heads/</c>.</param>
    public static string Of(string headRepository, string headRef)
    {
        string branch = headRef.StartsWith(BranchPrefix, StringComparison.Ordinal)
            ? headRef[BranchPrefix.Length..]
            : headRef;
        return Join(branch, $"{headRepository}\n{branch}");
    }

    private static string Join(string readable, string exact)
    {
        string slug = string.Concat(readable
            .Take(LongestSlug)
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? char.ToLowerInvariant(c) : '-'));
        string hash = Sha256Digest.Of(Encoding.UTF8.GetBytes(exact)).ToString()[..HashDigits];
        return slug.Length == 0 ? hash : $"{slug}-{hash}";
    }
}
