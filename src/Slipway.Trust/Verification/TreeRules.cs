using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.12: every task comes from a repository that may do what the target does.</summary>
internal static class TreeRules
{
    private const string LevelOne = "gecko-level-1";
    private const string Try = "try";
    private const string PullRequest = "pull-request";
    private const string GitHubTasks = "github-";
    private const string GitHubScheduler = "taskcluster-github";

    /// <summary>The restricted scopes of the target, and the names of the lists of trees that may have them.</summary>
    public static IReadOnlyList<(string Scope, string List)> RestrictedScopes(ChainVerification chain)
    {
        var found = new List<(string Scope, string List)>();
        foreach (string scope in chain.Target!.Task.At("scopes").Texts())
        {
            var matching = chain.Policy.RestrictedScopes.Where(entry => Covers(entry.Key, scope)).ToList();
            if (matching.Count > 1)
            {
                throw new RuleBrokenException("4.12", $"two restricted scopes match {scope}");
            }

            found.AddRange(matching.Select(entry => (scope, entry.Value)));
        }

        return found;
    }

    /// <summary>Rule 4.12 for the target.</summary>
    public static void CheckTarget(ChainVerification chain)
    {
        string? repository = Repository(chain, chain.Target!);
        foreach (var (scope, list) in RestrictedScopes(chain))
        {
            if (!chain.Policy.RestrictedTrees.TryGetValue(list, out var trees))
            {
                throw new RuleBrokenException($"the policy has no list of trees '{list}'");
            }

            if (repository is null || !trees.Contains(repository))
            {
                throw new RuleBrokenException(
                    $"the repository {repository ?? "that is not trusted"} may not have the scope {scope}");
            }

            chain.Target!.Held("4.12", $"the repository {repository} may have the scope {scope}");
        }
    }

    /// <summary>Rule 4.12 for the target and every link.</summary>
    public static void Check(ChainVerification chain, ChainLink link)
    {
        string? own = Repository(chain, link);
        string? target = Repository(chain, chain.Target!);
        bool isRestricted = RestrictedScopes(chain).Count > 0;
        if (link != chain.Target && own != target)
        {
            if (link.GroupId == chain.Target!.GroupId)
            {
                throw new RuleBrokenException(
                    $"it is of the target's group, but of the repository {own ?? "that is not trusted"} instead "
                        + $"of {target}");
            }

            if (own is null && isRestricted)
            {
                throw new RuleBrokenException("it comes from no trusted repository");
            }
        }

        if (isRestricted && UntrustedPush(chain, link) is { } reason)
        {
            throw new RuleBrokenException(reason);
        }
    }

    public static string? Repository(ChainVerification chain, ChainLink link) =>
        SourceAddress.Of(chain, link).Repository(chain.Policy);

    /// <summary>The repository that the environment names, as it is written and as the policy calls it.</summary>
    public static (string Named, string? Repository)? NamedRepository(ChainVerification chain, ChainLink link)
    {
        if (SourceAddress.RepositoryOf(chain, link) is not { } named)
        {
            return null;
        }

        // Addresses for git differ from those for people in their scheme, and in what stands at their end.
        var source = SourceAddress.Of(chain, link);
        return (named, SourceAddress.ParseRepository(named) is { } own
            ? (own with { Scheme = source.Scheme }).Repository(chain.Policy)
            : null);
    }

    /// <summary>
    /// Rule 7.6: what a task may do below a restricted scope, its repository may, and if it asks for it with a star.
    /// </summary>
    public static void CheckOwnScopes(ChainVerification chain, ChainLink link, string repository)
    {
        if (link.Task.Has("scopes") && (link.Task.At("scopes") is not JsonArray scopes
            || scopes.Any(scope => scope.Text() is null)))
        {
            throw new RuleBrokenException("its scopes are no list of texts");
        }

        foreach (string scope in link.Task.At("scopes").Texts())
        {
            foreach (var (key, list) in chain.Policy.RestrictedScopes)
            {
                if ((Covers(key, scope) || Covers(scope, key.TrimEnd('*')))
                    && !(chain.Policy.RestrictedTrees.TryGetValue(list, out var trees) && trees.Contains(repository)))
                {
                    throw new RuleBrokenException(
                        $"the repository {repository} may not have the scope {scope}, which is restricted by {key}");
                }
            }
        }
    }

    /// <summary>Why a task is one of a try push or a pull request; null when it is not.</summary>
    public static string? UntrustedPush(ChainVerification chain, ChainLink link)
    {
        var source = SourceAddress.Of(chain, link);
        string tasksFor = link.Task.TextAt("extra", "tasks_for") ?? string.Empty;
        if (source.Host == SourceAddress.GitHub
            || tasksFor.StartsWith(GitHubTasks, StringComparison.Ordinal)
            || link.Task.TextAt("schedulerId") == GitHubScheduler)
        {
            return GitHubPush.Untrusted(chain, link, source, tasksFor.Contains(PullRequest, StringComparison.Ordinal));
        }

        return link.Task.TextAt("schedulerId") == LevelOne ? $"its schedulerId is {LevelOne}"
            : link.Environment.TextAt("MH_BRANCH")?.Contains(Try, StringComparison.Ordinal) == true
                ? "MH_BRANCH says try"
            : IsTry(source) || IsTry(SourceAddress.Parse(SourceAddress.RepositoryOf(chain, link)))
                ? "it comes from a push to try"
            : null;
    }

    private static bool IsTry(SourceAddress? address) =>
        address?.Parts is [var first, ..] && first.Contains(Try, StringComparison.Ordinal);

    private static bool Covers(string key, string scope) =>
        key.EndsWith('*') ? scope.StartsWith(key[..^1], StringComparison.Ordinal) : scope == key;
}
