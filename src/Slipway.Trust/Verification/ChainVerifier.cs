using System.Collections.Immutable;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Verification;

/// <summary>
/// Judges a chain of tasks: first by every rule of Firefox's release machinery, in its order, then by what that leaves
/// open. It is a function of documents and policy; who fetches calls it again until nothing is wanted any more.
/// </summary>
public static class ChainVerifier
{
    /// <summary>A step: its rule, and what it asks of each link.</summary>
    private readonly record struct Step(string Rule, Action<ChainLink> Check);

    public static TrustVerdict Verify(ChainDocuments documents, ChainPolicy policy)
    {
        var chain = new ChainVerification(documents, policy);
        var decisions = new DecisionRules(chain);
        if (!TryBegin(chain)
            || !Go(chain, Reference(chain, decisions), () => chain.Everything)
            || !Go(chain, Careful(chain, decisions), () => chain.Everything))
        {
            return chain.ToVerdict();
        }

        JudgeParents(chain, decisions);
        if (!chain.IsStopped)
        {
            Go(chain, Whole(chain), () => chain.Everything);
        }

        return chain.ToVerdict();
    }

    private static bool TryBegin(ChainVerification chain)
    {
        var target = chain.Documents.Target;
        chain.Ask("4.2", null, () => chain.Add(
            LinkMaker.Make(chain, target.TaskType, target.TaskId, target.IsFinished)));
        if (chain.Target is null)
        {
            return false;
        }

        if (!target.IsFinished)
        {
            chain.Ask("4.0", chain.Target, () => ArtifactRules.CheckPaths(chain.Target));
        }

        if (!chain.IsStopped)
        {
            LinkWalker.Walk(chain, [chain.Target], withParents: false);
        }

        return !chain.IsStopped;
    }

    /// <summary>Rules 4.4 to 4.12.</summary>
    private static IEnumerable<Step> Reference(ChainVerification chain, DecisionRules decisions) =>
    [
        new("4.4", OfLinks(link => SignatureRules.Download(chain, link))),
        new("4.5", OfLinks(link => SignatureRules.Verify(chain, link))),
        new("4.6", link => CheckArtifacts(chain, link)),
        new("4.7", link => PoolRules.CheckPool(chain, link)),
        new("4.8", link => GraphRules.Check(chain, link)),
        new("4.9", decisions.Check),
        new("4.10", PoolRules.CheckWorker),
        new("4.11", link => ImageRules.Check(chain, link)),
        new("4.12", link => CheckTree(chain, link)),
    ];

    /// <summary>Rules 7.2 to 7.28, those first that say most plainly what is wrong.</summary>
    private static IEnumerable<Step> Careful(ChainVerification chain, DecisionRules decisions) =>
    [
        new("7.18", link => StatementRules.CheckPlain(chain, link)),
        new("7.7", StatementRules.CheckStatement),
        new("7.8", StatementRules.CheckState),
        new("7.12", MembershipRules.CheckQueue),
        new("7.14", link => MembershipRules.CheckPlanner(chain, link)),
        new("7.16", link => MembershipRules.CheckGroup(chain, link)),
        new("7.15", link => MembershipRules.CheckKind(chain, link)),
        new("7.20", link => MembershipRules.CheckAddresses(chain, link)),
        new("7.6", link => MembershipRules.CheckRepository(chain, link)),
        new("7.5", link => MembershipRules.CheckLevel(chain, link)),
        new("7.15", link => MembershipRules.CheckMeta(chain, link)),
        new("7.13", link => MembershipRules.CheckAdditions(chain, link)),
        new("7.19", link => CheckPush(chain, link)),
        new("7.17", decisions.CheckNullText),
        new("7.23", link => GitHubPush.CheckBranch(chain, link)),
        new("7.21", link => PowerRules.CheckPowers(chain, link)),
        new("7.4", MaterialRules.CheckIndexed),
        new("7.3", link => MaterialRules.CheckRegistryImage(chain, link)),
        new("7.11", link => MaterialRules.CheckAlgorithms(chain, link)),
        new("7.10", MaterialRules.CheckPlans),
        new("7.9", link => CheckTaken(chain, link)),
        new("7.2", link => MaterialRules.CheckBytes(chain, link)),
        new("7.28", link => ParameterRules.Check(chain, link)),
        new("7.27", link => SourceRules.CheckBranch(chain, link)),
        new("7.25", link => SourceRules.CheckDigest(chain, link)),
        new(ContentRules.Rule, link => ContentRules.Check(chain, link)),
    ];

    /// <summary>Rule 7.1: everything else, of the parents of images.</summary>
    private static void JudgeParents(ChainVerification chain, DecisionRules decisions)
    {
        int before = chain.Links.Count;
        var judged = chain.Links.ToDictionary(
            link => link, link => MaterialRules.ImagesOf(chain, link).ToImmutableHashSet(StringComparer.Ordinal));
        chain.CalledInstead = "7.1";
        LinkWalker.Walk(chain, chain.Everything.ToList(), withParents: true);
        if (!chain.IsStopped)
        {
            _ = Go(chain, Reference(chain, decisions), () => chain.Links.Skip(before))
                && Go(chain, Careful(chain, decisions), () => chain.Links.Skip(before))
                && Go(chain, Again(chain, judged), () => judged.Keys);
        }

        chain.CalledInstead = null;
    }

    /// <summary>What parents make of links that were judged before them: images, and archives that they use.</summary>
    private static IEnumerable<Step> Again(
        ChainVerification chain, Dictionary<ChainLink, ImmutableHashSet<string>> judged) =>
    [
        new("7.15", link => MembershipRules.CheckKind(chain, link)),
        new("7.2", link => OfNew(chain, link, judged[link], path => MaterialRules.HoldArchive(chain, link, path))),
        new(ContentRules.Rule, link => OfNew(
            chain, link, judged[link], path => ContentRules.CheckArchive(chain, link, path))),
    ];

    /// <summary>What is asked once the whole chain is known, and holds.</summary>
    private static IEnumerable<Step> Whole(ChainVerification chain) =>
    [
        new("7.22", link => PowerRules.CheckCircles(chain, link)),
        new(PlaceFault.Place, link => PlaceRules.Check(chain, link)),
    ];

    private static void OfNew(
        ChainVerification chain, ChainLink link, ImmutableHashSet<string> known, Action<string> check)
    {
        foreach (string path in MaterialRules.ImagesOf(chain, link).Where(path => !known.Contains(path)).ToList())
        {
            check(path);
        }
    }

    private static bool Go(ChainVerification chain, IEnumerable<Step> steps, Func<IEnumerable<ChainLink>> links)
    {
        foreach (var step in steps)
        {
            foreach (var link in links().ToList())
            {
                chain.Ask(step.Rule, link, () => step.Check(link));
            }

            if (chain.IsStopped)
            {
                return false;
            }
        }

        return true;
    }

    private static Action<ChainLink> OfLinks(Action<ChainLink> check) => link =>
    {
        if (link.IsLink)
        {
            check(link);
        }
    };

    private static void CheckArtifacts(ChainVerification chain, ChainLink link)
    {
        ArtifactRules.CheckPlans(chain, link);
        if (link == chain.Target)
        {
            ArtifactRules.CheckUpstream(chain, link);
        }
    }

    private static void CheckTaken(ChainVerification chain, ChainLink link)
    {
        if (link == chain.Target)
        {
            MaterialRules.CheckUpstream(chain, link);
        }
    }

    private static void CheckTree(ChainVerification chain, ChainLink link)
    {
        if (link == chain.Target)
        {
            chain.Ask("4.12", link, () => TreeRules.CheckTarget(chain));
        }

        TreeRules.Check(chain, link);
    }

    private static void CheckPush(ChainVerification chain, ChainLink link)
    {
        if (link.Type != LinkTypes.Decision)
        {
            return;
        }

        if (chain.Policy.ProductType != GitHubContext.ProductType)
        {
            MercurialContext.CheckPlain(chain, link);
        }
        else if (link.TaskId == chain.Target!.GroupId)
        {
            // GitHub keeps no log of pushes; when the first run of the decision was scheduled, the Queue says.
            chain.Pushed = link.Document.FirstRun.TimeAt("scheduled");
        }
    }
}
