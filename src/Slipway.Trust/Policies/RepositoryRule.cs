using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Trust.Policies;

/// <summary>Which addresses are a repository that is trusted, and which one.</summary>
/// <param name="Schemes">Such as <c>https</c>.</param>
/// <param name="Hosts">Exactly, with user and port where an address has them.</param>
/// <param name="Paths">Found in the path; their group <c>path</c> names the repository.</param>
public sealed record RepositoryRule(
    ImmutableHashSet<string> Schemes, ImmutableHashSet<string> Hosts, ImmutableArray<Regex> Paths)
{
    private const string Group = "path";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>An expression in Python's or .NET's spelling.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or has no group <c>path</c>.</exception>
    public static Regex Expression(string pattern)
    {
        var regex = new Regex(
            pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant, Patience);
        return regex.GetGroupNames().Contains(Group)
            ? regex
            : throw new ArgumentException("It has no group 'path'", nameof(pattern));
    }

    /// <summary>The repository that a path belongs to; null when it is none of this rule's.</summary>
    /// <param name="path">Percent-decoded.</param>
    internal string? Find(string scheme, string host, string path)
    {
        if (!Schemes.Contains(scheme) || !Hosts.Contains(host))
        {
            return null;
        }

        foreach (var expression in Paths)
        {
            try
            {
                if (expression.Match(path) is { Success: true } match)
                {
                    return match.Groups[Group].Value;
                }
            }
            catch (RegexMatchTimeoutException)
            {
                // An address that takes so long is none of ours.
            }
        }

        return null;
    }
}
