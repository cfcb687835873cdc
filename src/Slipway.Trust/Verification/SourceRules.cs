using Slipway.Model.Tasks;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>
/// Rules 7.25 and 7.27: what the source tree says at the revision of a task, and where that revision has landed.
/// </summary>
internal static class SourceRules
{
    private const string DigestRule = "7.25";
    private const string BranchRule = "7.27";
    private const string DigestVariable = ImageTaskVariables.Digest;
    private const string HashVariable = ImageTaskVariables.Hash;
    private const string HashRoute = ".hash.";

    /// <summary>Rule 7.25.</summary>
    public static void CheckDigest(ChainVerification chain, ChainLink link)
    {
        if (!link.IsLink || !MembershipRules.IsImage(chain, link))
        {
            return;
        }

        if (ContentRules.NameOf(link) is not { } name)
        {
            link.NotChecked(DigestRule, "it does not say which image of the tree it makes");
            return;
        }

        string[] claimed = [.. Claimed(link).Distinct(StringComparer.Ordinal)];
        if (claimed.Length > 1)
        {
            throw new RuleBrokenException(
                $"it claims two digests of {name}, {claimed[0]} and {claimed[1]}");
        }

        var facts = Facts(chain, link, name);
        if (facts is not { Images: { } images } || !facts.Knows(name))
        {
            link.NotChecked(DigestRule, $"the tree at its revision is not at hand{Why(facts)}");
            return;
        }

        if (!images.TryGetValue(name, out var image))
        {
            if (facts.Fault is not null)
            {
                link.NotChecked(DigestRule, $"the tree at its revision may have no image {name}{Why(facts)}");
                return;
            }

            throw new RuleBrokenException($"the tree at its revision has no image {name}");
        }

        if (image.Digest is not { } digest || claimed.Length == 0)
        {
            link.NotChecked(
                DigestRule,
                image.Digest is null
                    ? $"the tree at its revision gives {name} no digest{Why(facts)}"
                    : $"it claims no digest of {name}");
            return;
        }

        if (claimed.FirstOrDefault(other => other != digest) is { } wrong)
        {
            throw new RuleBrokenException(
                $"it claims the digest {wrong} of {name}, and the tree at its revision gives {digest}");
        }

        if (image.ContextHash is { } context
            && link.Environment.TextAt(HashVariable) is { } hash
            && hash != context)
        {
            throw new RuleBrokenException(
                $"it was built from the context {hash}, and the tree at its revision makes {context} of {name}");
        }

        link.Held(DigestRule, $"the tree at its revision gives {name} the digest {digest}");
    }

    /// <summary>Rule 7.27.</summary>
    public static void CheckBranch(ChainVerification chain, ChainLink link)
    {
        if (link.Type != LinkTypes.Decision
            || TreeRules.Repository(chain, link) is not { } repository
            || !chain.Policy.Branches.TryGetValue(repository, out var patterns))
        {
            if (link.Type == LinkTypes.Decision && !chain.Policy.Branches.IsEmpty)
            {
                throw new RuleBrokenException("the policy names no branch of its repository");
            }

            return;
        }

        string[] branches = [.. Branches(chain, link)];
        if (branches.FirstOrDefault(branch => patterns.Any(one => BranchPattern.Matches(one, branch))) is not { } on)
        {
            throw new RuleBrokenException(
                $"its revision is on none of the branches that the policy names for {repository}"
                + (branches.Length == 0 ? string.Empty : $", but on {string.Join(", ", branches.Take(5))}"));
        }

        // Of a repository that git serves: what is served need not have landed, because forks share their objects.
        if (chain.Policy.ProductType == GitHubContext.ProductType)
        {
            if (SourceAddress.CommitOf(chain, link) is null)
            {
                throw new RuleBrokenException("its environment names no whole id of a commit");
            }

            var facts = Facts(chain, link, image: null);
            if (facts?.Branches is { IsEmpty: true })
            {
                throw new RuleBrokenException(
                    $"its revision cannot be reached from a branch that the policy names for {repository}");
            }

            if (facts?.Branches is null)
            {
                link.NotChecked(BranchRule, $"the branches of its repository were not fetched{Why(facts)}");
            }
        }

        link.Held(BranchRule, $"its revision is on {on}, which the policy names");
    }

    private static IEnumerable<string> Branches(ChainVerification chain, ChainLink link) =>
        chain.Policy.ProductType == GitHubContext.ProductType
            ? GitHubPush.BranchesOf(chain, link)
            : MercurialContext.BranchesOf(chain, link);

    private static TreeFacts? Facts(ChainVerification chain, ChainLink link, string? image) =>
        SourceAddress.RepositoryOf(chain, link) is { } repository
        && SourceAddress.CommitOf(chain, link) is { } revision
            ? chain.Tree(repository.TrimEnd('/'), revision, image)
            : null;

    private static IEnumerable<string> Claimed(ChainLink link)
    {
        if (link.Environment.TextAt(DigestVariable) is { } digest)
        {
            yield return digest;
        }

        foreach (string route in link.Task.At("routes").Texts())
        {
            int at = route.LastIndexOf(HashRoute, StringComparison.Ordinal);
            if (at >= 0)
            {
                yield return route[(at + HashRoute.Length)..];
            }
        }
    }

    private static string Why(TreeFacts? facts) => facts?.Fault is { } fault ? $": {fault}" : string.Empty;
}
