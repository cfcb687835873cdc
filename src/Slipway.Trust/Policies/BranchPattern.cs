using System.Text.RegularExpressions;

namespace Slipway.Trust.Policies;

/// <summary>Names of branches in a policy; one that ends in <c>*</c> stands for all that begin so.</summary>
public static partial class BranchPattern
{
    /// <summary>Whether a text may stand in a policy, and as a ref of git.</summary>
    public static bool IsOne(string text) =>
        Name().IsMatch(text)
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("//", StringComparison.Ordinal)
        && !text.EndsWith('/')
        && !text.EndsWith('.')
        && !text.EndsWith(".lock", StringComparison.Ordinal)
        && !text.StartsWith("refs/", StringComparison.Ordinal);

    public static bool Matches(string pattern, string branch) =>
        pattern.EndsWith('*') ? branch.StartsWith(pattern[..^1], StringComparison.Ordinal) : branch == pattern;

    [GeneratedRegex(
        @"\A[A-Za-z0-9_][A-Za-z0-9_./+-]*\*?\z|\A\*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
