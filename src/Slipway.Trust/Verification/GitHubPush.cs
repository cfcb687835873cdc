using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>What GitHub says of a push.</summary>
internal static partial class GitHubPush
{
    /// <summary>Why a task's commit counts for nothing; null when it is on a branch of the real repository.</summary>
    public static string? Untrusted(
        ChainVerification chain, ChainLink link, SourceAddress source, bool isPullRequest)
    {
        if (isPullRequest)
        {
            return "it is one of a pull request";
        }

        var places = new List<(string Owner, string Name, string Revision)>();
        if (Place(SourceAddress.Parse(SourceAddress.RepositoryOf(chain, link))) is var (owner, name))
        {
            places.Add((owner, name, SourceAddress.RevisionOf(chain, link)
                ?? throw new RuleBrokenException("its environment names a repository, but no revision")));
        }

        places.Add(source.Parts is [var sourceOwner, var sourceName, _, var revision, ..]
            ? (sourceOwner, sourceName, revision)
            : throw new RuleBrokenException("its source names no revision of a repository on GitHub"));
        foreach (var place in places.Distinct())
        {
            if (place.Owner != chain.Policy.GitHubOwner)
            {
                return $"its repository is that of {place.Owner}";
            }

            if (Branches(chain, place.Owner, place.Name, place.Revision).Trim().Length == 0)
            {
                return $"{place.Revision} is on no branch of {place.Owner}/{place.Name}";
            }
        }

        return null;
    }

    /// <summary>Rule 7.23: whether the branch that a decision claims has its commit.</summary>
    public static void CheckBranch(ChainVerification chain, ChainLink link)
    {
        if (chain.Policy.ProductType != GitHubContext.ProductType
            || link.Type != LinkTypes.Decision
            || GitHubContext.Reference(chain, link) is not { } reference
            || Place(SourceAddress.Parse(SourceAddress.RepositoryOf(chain, link))) is not var (owner, name))
        {
            return;
        }

        string revision = SourceAddress.RevisionOf(chain, link) ?? string.Empty;
        if (link.Task.TextAt("extra", "tasks_for") == GitHubEvents.Release)
        {
            // A release is of the commit of its tag; that the tag has it somewhere behind it is not enough.
            var release = new GitHubEvents(chain, link);
            if (release.CommitOfTag() is var tagged && tagged != revision)
            {
                throw new RuleBrokenException(
                    $"the tag {release.Tag} leads to {tagged}, and the decision is of {revision}");
            }

            link.Held("7.23", $"GitHub has {revision} as the tag {release.Tag}");
            return;
        }

        // Rule 4.9 takes who made it from there.
        if (link.Task.TextAt("extra", "tasks_for") == GitHubContext.PushEvent
            && Commit(chain, owner, name, revision).TextAt("sha") is { } answered
            && answered != revision)
        {
            throw new RuleBrokenException($"GitHub answers with {answered} for {revision}");
        }

        string claimed = Prefix().Replace(reference, string.Empty);
        if (!BranchesOf(chain, owner, name, revision).Contains(claimed, StringComparer.Ordinal))
        {
            throw new RuleBrokenException($"GitHub does not know {revision} on {claimed}, which the decision claims");
        }

        link.Held("7.23", $"GitHub has {revision} on {claimed}");
    }

    /// <summary>The branches and tags that have the commit of a decision, as GitHub tells them.</summary>
    public static IEnumerable<string> BranchesOf(ChainVerification chain, ChainLink link) =>
        Place(SourceAddress.Parse(SourceAddress.RepositoryOf(chain, link))) is var (owner, name)
        && SourceAddress.RevisionOf(chain, link) is { } revision
            ? BranchesOf(chain, owner, name, revision)
            : throw new RuleBrokenException("its environment names no repository and revision on GitHub");

    /// <summary>Owner and name of a repository on GitHub; null for another address.</summary>
    public static (string Owner, string Name)? Place(SourceAddress? address) =>
        address is { Host: SourceAddress.GitHub, Parts: [var owner, var name, ..] }
            ? (owner, name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name)
            : null;

    /// <summary>What GitHub's API says of a commit.</summary>
    public static JsonNode? Commit(ChainVerification chain, string owner, string name, string revision)
    {
        string address = $"https://api.github.com/repos/{owner}/{name}/commits/{revision}";
        var reading = StrictJson.Read(chain.Web(address).Span);
        return reading.IsPlain ? reading.Value : throw new RuleBrokenException($"{address} answers no plain JSON");
    }

    // The page lists the branches and tags that have a commit, and is empty for one that has not landed.
    private static string Branches(ChainVerification chain, string owner, string name, string revision) =>
        Encoding.UTF8.GetString(chain.Web($"https://github.com/{owner}/{name}/branch_commits/{revision}").Span);

    private static IEnumerable<string> BranchesOf(
        ChainVerification chain, string owner, string name, string revision) =>
        Items().Matches(Branches(chain, owner, name, revision)).Select(item =>
            WebUtility.HtmlDecode(Tags().Replace(item.Groups["text"].Value, string.Empty)).Trim());

    [GeneratedRegex(
        @"\Arefs/(heads|tags)/",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(
        "<li[^>]*>(?<text>.*?)</li>",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Items();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();
}
