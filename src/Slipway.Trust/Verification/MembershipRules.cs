using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Model.Tasks;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rules 7.5, 7.6, 7.12 to 7.16 and 7.20: what a task is, and where it belongs.</summary>
internal static partial class MembershipRules
{
    private const int LowestLevel = 1;

    // What the Queue adds to a definition that lacks it:
    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/create-task-request.yml
    private static readonly ImmutableDictionary<string, JsonNode?> Defaults = new Dictionary<string, JsonNode?>(
        StringComparer.Ordinal)
    {
        ["retries"] = 5,
        ["requires"] = "all-completed",
        ["routes"] = new JsonArray(),
        ["scopes"] = new JsonArray(),
        ["tags"] = new JsonObject(),
        ["extra"] = new JsonObject(),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Rule 7.12.</summary>
    public static void CheckQueue(ChainLink link)
    {
        if (link.Task.Has("taskQueueId") && link.Task.TextAt("taskQueueId") != link.Pool)
        {
            throw new RuleBrokenException(
                $"taskQueueId is {link.Task.At("taskQueueId").Short()}, and its pool {link.Pool}");
        }
    }

    /// <summary>Rule 7.13.</summary>
    public static void CheckAdditions(ChainVerification chain, ChainLink link)
    {
        if (GraphRules.Planned(chain, link) is not { } planned)
        {
            return;
        }

        if (planned.TextAt("taskQueueId") is { } queue && queue != link.Pool)
        {
            throw new RuleBrokenException($"it was planned for the pool {queue}, and ran on {link.Pool}");
        }

        bool isByQueue = planned.TextAt("taskQueueId") is not null;
        foreach (var (key, value) in link.Task)
        {
            bool isExpected = planned.ContainsKey(key)
                || GraphRules.Exempt.Contains(key)
                || key == "taskGroupId"
                || (isByQueue && key is "provisionerId" or "workerType")
                || (Defaults.TryGetValue(key, out var normal) && JsonEquality.Same(value, normal));
            if (!isExpected)
            {
                throw new RuleBrokenException($"it has {key}, and its plan does not");
            }
        }

        link.Held("7.13", "has nothing that its plan lacks");
    }

    /// <summary>Rule 7.14.</summary>
    public static void CheckPlanner(ChainVerification chain, ChainLink link)
    {
        var planner = PlannerOf(chain, link);
        if (planner is not { IsPlanner: true })
        {
            throw new RuleBrokenException(
                $"its parent is {planner?.Words ?? link.Planner}, which is no decision and no action");
        }
    }

    /// <summary>Rule 7.16.</summary>
    public static void CheckGroup(ChainVerification chain, ChainLink link)
    {
        if (PlannerOf(chain, link) is { } planner && planner.GroupId != link.GroupId)
        {
            throw new RuleBrokenException(
                $"it is of the group {link.GroupId}, and {planner.Words} is of {planner.GroupId}");
        }

        // Rule 4.9 takes whatever the task says, if only its template gives it one of the two.
        if (link.Type == LinkTypes.Action
            && link.Environment.Has(DecisionRules.GroupVariable)
            && link.Environment.TextAt(DecisionRules.GroupVariable) is var named
            && named != link.TaskId
            && named != link.GroupId)
        {
            throw new RuleBrokenException(
                $"{DecisionRules.GroupVariable} is {named ?? "no text"}, neither the action nor its decision");
        }
    }

    /// <summary>Rule 7.15.</summary>
    public static void CheckKind(ChainVerification chain, ChainLink link)
    {
        if (IsImage(chain, link) && link.Type != LinkTypes.Image)
        {
            PoolRules.HoldPool(link, chain.Policy.ImagePools, "7.15", "images, which it makes");
        }

        if (link.Type == LinkTypes.Image && link.IsLink && !SaysItIsImage(link))
        {
            throw new RuleBrokenException(
                "it is called an image, and neither it nor what its worker signed says that it makes one");
        }

        if (!link.IsPlanner && (IsPlan(link) || link.Environment.At("ACTION_CALLBACK").IsTruthy()))
        {
            throw new RuleBrokenException($"it plans tasks, and is called a {link.Type}, so that nobody rebuilt it");
        }
    }

    /// <summary>Rule 7.20.</summary>
    public static void CheckAddresses(ChainVerification chain, ChainLink link)
    {
        var source = SourceAddress.Of(chain, link);
        var repository = SourceAddress.Parse(SourceAddress.RepositoryOf(chain, link));
        foreach (var address in new[] { source, repository }.OfType<SourceAddress>())
        {
            if (!address.IsPlain(chain.Policy))
            {
                throw new RuleBrokenException($"the address {address.Host}{address.Path} hides what it names");
            }
        }

        const string Repository = "HEAD_REPOSITORY";
        if (link.Environment.Has($"{chain.Policy.SourcePrefix}_{Repository}")
            && (repository is null || SourceAddress.Variable(chain, link, Repository)!.AsSpan().ContainsAny('?', '#')))
        {
            throw new RuleBrokenException($"{Repository} in its environment is not the plain address of a repository");
        }

        // The push log of Mercurial is held against it by rule 7.19; a forge answers for names of branches as well.
        if (link.Type == LinkTypes.Decision
            && chain.Policy.ProductType == GitHubContext.ProductType
            && SourceAddress.CommitOf(chain, link) is null)
        {
            throw new RuleBrokenException("its environment names no whole id of a commit, but what can be moved");
        }
    }

    /// <summary>Rule 7.6.</summary>
    public static void CheckRepository(ChainVerification chain, ChainLink link)
    {
        string repository = TreeRules.Repository(chain, link)
            ?? throw new RuleBrokenException("it comes from no trusted repository: "
                + $"{link.Task.TextAt("metadata", "source")}");
        if (TreeRules.NamedRepository(chain, link) is var (named, own) && own != repository)
        {
            throw new RuleBrokenException($"its environment names the repository {named}, which is not {repository}");
        }

        TreeRules.CheckOwnScopes(chain, link, repository);

        // At the lowest level anybody may push; what asks for more must not stand on that.
        bool isForAnybody = chain.Policy.ProductType != GitHubContext.ProductType
            && LevelOf(chain, chain.Target!) == LowestLevel;
        if (!isForAnybody && TreeRules.UntrustedPush(chain, link) is { } reason)
        {
            throw new RuleBrokenException(reason);
        }

        link.Held("7.6", $"comes from the trusted repository {repository}");
    }

    /// <summary>Rule 7.5.</summary>
    public static void CheckLevel(ChainVerification chain, ChainLink link)
    {
        int? made = LevelOf(chain, chain.Target!);
        int? asked = chain.Documents.Target.Level;
        int? needed = asked > made || made is null ? asked : made;
        if (link.KeyLevel < needed)
        {
            throw new RuleBrokenException(
                $"the key that signed it speaks for level {link.KeyLevel} at most, and level {needed} is asked for");
        }

        if (needed is not null
            && link.Task.TextAt("schedulerId") is { } scheduler
            && PoolLevel.AllIn(scheduler).Any(other => other < needed))
        {
            throw new RuleBrokenException($"its schedulerId is {scheduler}, and level {needed} is asked for");
        }

        if (PoolLevel.Of(link) is not { } level || needed is null)
        {
            if (needed is not null && PoolLevel.IsOfNoLevel(link, DecisionRules.Decision(chain, chain.Target!)))
            {
                throw new RuleBrokenException($"it ran on {link.Pool}, a pool of no level, and level {needed} is "
                    + "asked for");
            }

            if (needed is not null && link.KeyLevel >= needed)
            {
                link.Held("7.5", $"the key that signed it speaks for level {link.KeyLevel}");
                return;
            }

            link.NotChecked("7.5", $"the name of the pool {link.Pool} says no level");
            return;
        }

        if (level < needed)
        {
            throw new RuleBrokenException($"it ran on {link.Pool}, a pool of level {level}, and level {needed} "
                + "is asked for");
        }

        link.Held("7.5", $"ran at level {level}");
    }

    /// <summary>The level of the decision of a link; null when nothing says it.</summary>
    public static int? LevelOf(ChainVerification chain, ChainLink link) =>
        PoolLevel.Of(DecisionRules.Decision(chain, link));

    /// <summary>Whether a link makes an image, whatever others call it.</summary>
    public static bool IsImage(ChainVerification chain, ChainLink link) =>
        link.Type == LinkTypes.Image
        || SaysItIsImage(link)
        || chain.Everything.Any(other =>
            other.Payload.TextAt("image", "taskId") == link.TaskId
            || ImageParents.Of(other).Contains(link.TaskId));

    private static bool SaysItIsImage(ChainLink link) =>
        link.Task.TextAt("tags", "kind") == LinkTypes.Image
        || link.Task.At("extra", "imageMeta").IsTruthy()
        || link.Signed.At("artifacts").Has(MaterialRules.Archive);

    private static bool IsPlan(ChainLink link) =>
        link.Signed.At("artifacts").Has(ArtifactRules.Graph)
        || link.Task.TextAt("tags", "kind") is "decision-task" or "action-callback";

    /// <summary>Rule 7.15: what a task of an image says of it a second time, for people and for the index.</summary>
    public static void CheckMeta(ChainVerification chain, ChainLink link)
    {
        var meta = link.Task.At("extra", "imageMeta");
        if (meta is not (null or JsonObject))
        {
            throw new RuleBrokenException($"extra.imageMeta is {meta.Short()}, and no object");
        }

        foreach (var (name, variable) in (IEnumerable<(string, string)>)
            [("imageName", ImageTaskVariables.ImageName), ("contextHash", ImageTaskVariables.Hash)])
        {
            if (meta.Has(name)
                && link.Environment.TextAt(variable) is { } own
                && meta.TextAt(name) != own)
            {
                throw new RuleBrokenException(
                    $"extra.imageMeta.{name} is {meta.At(name).Short()}, and {variable} is {own}");
            }
        }

        if (ContentRules.NameOf(link) is { } image && link.Task.At("routes").Texts().FirstOrDefault(
            route => IndexedName().Match(route) is { Success: true } match
                && match.Groups["name"].Value != image) is { } foreign)
        {
            throw new RuleBrokenException($"it makes the image {image}, and is indexed as {foreign}");
        }

        if ((PoolLevel.Of(link) ?? LevelOf(chain, link)) is not { } level)
        {
            return;
        }

        // A text, as taskgraph writes it:
        // https://github.com/taskcluster/taskgraph/blob/24.2.0/src/taskgraph/parameters.py
        if (meta.Has("level")
            && meta.TextAt("level") != level.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new RuleBrokenException(
                $"extra.imageMeta.level is {meta.At("level").Short()}, and it ran at level {level}");
        }

        if (IsImage(chain, link) && link.Task.At("routes").Texts().FirstOrDefault(
            route => PoolLevel.AllIn(route).Any(other => other > level)) is { } higher)
        {
            throw new RuleBrokenException($"it ran at level {level}, and is indexed as {higher}");
        }
    }

    private static ChainLink? PlannerOf(ChainVerification chain, ChainLink link) =>
        chain.Everything.FirstOrDefault(other => other.TaskId == link.Planner);

    // https://github.com/taskcluster/taskgraph/blob/24.2.0/src/taskgraph/util/cached_tasks.py
    [GeneratedRegex(
        @"\.docker-images\.v[0-9]+\.(?<name>.+?)\.(hash|latest|pushdate)(\.|\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex IndexedName();
}
