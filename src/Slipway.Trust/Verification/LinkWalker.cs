using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.3: from the target to everything that it stands on, a level at a time.</summary>
internal static class LinkWalker
{
    private const string Inputs = "chainOfTrust";

    /// <summary>Walks from links that are on the chain already.</summary>
    /// <param name="withParents">Whether the parents of images are walked to as well.</param>
    public static void Walk(ChainVerification chain, IEnumerable<ChainLink> from, bool withParents)
    {
        var level = from.ToList();
        while (level.Count > 0)
        {
            var next = new List<ChainLink>();
            foreach (var link in level)
            {
                chain.Ask("4.3", link, () => Step(chain, link, withParents, next));
            }

            level = next;
        }
    }

    private static void Step(ChainVerification chain, ChainLink link, bool withParents, List<ChainLink> next)
    {
        if (link.Name.Count(c => c == ':') > chain.Policy.MaximumLength)
        {
            throw new RuleBrokenException(
                $"the chain is longer than {chain.Policy.MaximumLength} tasks: {link.Name}");
        }

        foreach (var (name, taskId, way) in withParents ? WithParent(link) : Dependencies(link))
        {
            if (chain.Find(taskId) is not null)
            {
                continue;
            }

            chain.Ask("4.2", link, () => next.Add(chain.Add(
                LinkMaker.Make(chain, name, taskId, way: way))));
        }
    }

    private static List<(string Name, string TaskId, LinkWay Way)> WithParent(ChainLink link)
    {
        var found = link.IsParentOnly ? Dependencies(link).ToList() : [];
        found.AddRange(ImageParents.Require(link).Select(parent => (
            $"{link.Name}:{LinkTypes.ParentImage}", parent, LinkWay.ParentImage)));
        return found;
    }

    private static IEnumerable<(string Name, string TaskId, LinkWay Way)> Dependencies(ChainLink link)
    {
        if (link.Task.At("extra") is not JsonObject)
        {
            throw new RuleBrokenException("the task has no 'extra', so nothing says what it needs");
        }

        string planner = link.Task.At("extra").Has("parent")
            ? link.Task.TextAt("extra", "parent") ?? throw new RuleBrokenException("extra.parent is no text")
            : link.Task.TextAt("taskGroupId") ?? throw new RuleBrokenException("taskGroupId is missing");
        var others = new List<(string Name, string TaskId)>();
        foreach (var (type, input) in link.Task.At("extra", Inputs, "inputs").Members())
        {
            others.Add((
                $"{link.Name}:{type}",
                input.Text() ?? throw new RuleBrokenException($"the input '{type}' names no task")));
        }

        if (link.Payload.Has("upstreamArtifacts") && link.Payload.At("upstreamArtifacts") is not JsonArray)
        {
            throw new RuleBrokenException("payload.upstreamArtifacts is no list");
        }

        foreach (var entry in link.Payload.At("upstreamArtifacts").Items())
        {
            others.Add((
                $"{link.Name}:{entry.TextAt("taskType") ?? throw Incomplete()}",
                entry.TextAt("taskId") ?? throw Incomplete()));
        }

        return others
            .OrderBy(other => $"{other.Name}_{other.TaskId}", StringComparer.Ordinal)
            .Prepend(($"{link.Name}:{LinkTypes.Parent}", planner))
            .Select(other => (
                other.Item1, other.Item2, link.IsParentOnly ? LinkWay.NamedByParent : LinkWay.Named));
    }

    private static RuleBrokenException Incomplete() =>
        new("an entry of payload.upstreamArtifacts lacks taskType or taskId");
}
