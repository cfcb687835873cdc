using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rules 7.21 and 7.22: what a task could have done, and what cannot have been.</summary>
internal static class PowerRules
{
    // Groups whose members are as good as root.
    private static readonly string[] PowerfulGroups = [
        "administrators", "docker", "root", "sudo", "wheel", "admin", "lxd", "docker-users", "backup operators",
        "hyper-v administrators", "remote desktop users",
    ];

    private static readonly (string Name, string[] Path)[] Switches =
    [
        ("privileged", ["capabilities", "privileged"]),
        ("privileged", ["features", "privileged"]),
        ("without the usual limits of system calls", ["capabilities", "disableSeccomp"]),
        ("connected to the worker's Docker", ["features", "dind"]),
        ("an administrator", ["features", "runAsAdministrator"]),
        ("run as the worker's own user", ["features", "runTaskAsCurrentUser"]),
        ("interactive", ["features", "interactive"]),
        ("interactive", ["env", "TASKCLUSTER_INTERACTIVE"]),
    ];

    private static readonly string[] Objects = ["capabilities", "features", "cache", "env"];

    private static readonly string[] Lists = ["mounts", "osGroups"];

    /// <summary>Rule 7.21.</summary>
    public static void CheckPowers(ChainVerification chain, ChainLink link)
    {
        foreach (var (name, path) in Switches)
        {
            if (link.Payload.At(path).IsTruthy())
            {
                throw new RuleBrokenException($"the task was {name}");
            }
        }

        if (WrongShape(link) is { } wrong)
        {
            throw new RuleBrokenException($"payload.{wrong} is {link.Payload.At(wrong).Short()}");
        }

        if (link.Payload.At("osGroups").Texts().FirstOrDefault(
            group => PowerfulGroups.Contains(group, StringComparer.OrdinalIgnoreCase)) is { } powerful)
        {
            throw new RuleBrokenException($"the task was in the group {powerful}");
        }

        int? level = PoolLevel.Of(link) ?? MembershipRules.LevelOf(chain, link);
        foreach (string cache in Caches(link))
        {
            foreach (int other in PoolLevel.AllIn(cache).Where(other => other != level))
            {
                throw new RuleBrokenException($"it mounted {cache}, a cache of level {other}");
            }
        }

        link.Held("7.21", "had no power over the worker or over other tasks");
    }

    // No worker runs a payload of another shape, and nobody knows what it would have been taken for. Those of
    // scriptworkers are of whatever shape their scripts read.
    private static string? WrongShape(ChainLink link) => link.Implementation == WorkerKinds.Scriptworker
        ? null
        : Objects.FirstOrDefault(name => link.Payload.At(name) is not (null or JsonObject))
            ?? Lists.FirstOrDefault(name => link.Payload.At(name) is not (null or JsonArray));

    /// <summary>Rule 7.22.</summary>
    public static void CheckCircles(ChainVerification chain, ChainLink link)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Needs(link));
        while (open.TryPop(out string? next))
        {
            if (next == link.TaskId)
            {
                throw new RuleBrokenException("it was made with the help of itself");
            }

            if (seen.Add(next) && chain.Find(next) is { } found)
            {
                foreach (string need in Needs(found))
                {
                    open.Push(need);
                }
            }
        }
    }

    private static IEnumerable<string> Needs(ChainLink link)
    {
        IEnumerable<JsonNode?> named =
        [
            link.Payload.At("image", "taskId"),
            link.Environment.At(MaterialRules.ContextTask),
            // What planned a task ran before it; a decision is its own group.
            link.Planner == link.TaskId ? null : JsonValue.Create(link.Planner),
            .. link.Task.At("extra", "chainOfTrust", "inputs").Members().Select(input => input.Value),
            .. link.Payload.At("upstreamArtifacts").Items().Select(entry => entry.At("taskId")),
        ];
        return named.Select(node => node.Text()).OfType<string>().Concat(ImageParents.Of(link));
    }

    private static IEnumerable<string> Caches(ChainLink link) =>
        link.Payload.At("cache").Members().Select(cache => cache.Key)
            .Concat(link.Payload.At("mounts").Items().Select(mount => mount.TextAt("cacheName")).OfType<string>());
}
