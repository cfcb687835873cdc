using System.Collections.Immutable;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rules 4.7 and 4.10: where a task ran, and what could be done to it there.</summary>
internal static class PoolRules
{
    private const string RemoteDesktopScope = "generic-worker:allow-rdp:";

    /// <summary>Rule 4.7.</summary>
    public static void CheckPool(ChainVerification chain, ChainLink link)
    {
        if (link.IsPlanner)
        {
            HoldPool(link, chain.Policy.DecisionPools, "4.7", "decisions");
        }
        else if (link.Type == LinkTypes.Image)
        {
            HoldPool(link, chain.Policy.ImagePools, "4.7", "images");
        }
        else if (LinkTypes.OfScriptworker.Contains(link.Type) && link.Implementation != WorkerKinds.Scriptworker)
        {
            throw new RuleBrokenException($"a task of the type {link.Type} must be run by a scriptworker");
        }
    }

    /// <summary>Holds the pool of a link against a list of the policy.</summary>
    public static void HoldPool(ChainLink link, ImmutableHashSet<string> pools, string rule, string what)
    {
        if (!pools.Contains(link.Pool))
        {
            throw new RuleBrokenException($"it ran on {link.Pool}, which is no pool for {what}");
        }

        link.Held(rule, $"ran on {link.Pool}, a pool for {what}");
    }

    /// <summary>Rule 4.10.</summary>
    public static void CheckWorker(ChainLink link)
    {
        switch (link.Implementation)
        {
            case WorkerKinds.DockerWorker:
                if (!link.Payload.Has("features") || !link.Payload.Has("env"))
                {
                    throw new RuleBrokenException("payload.features or payload.env is missing");
                }

                if (link.Payload.At("features", "interactive").IsTruthy()
                    || link.Environment.At("TASKCLUSTER_INTERACTIVE").IsTruthy())
                {
                    throw new RuleBrokenException("the task was interactive");
                }

                break;
            case WorkerKinds.GenericWorker:
                if (link.Payload.At("rdpInfo").IsTruthy() || link.Task.At("scopes").Texts().Any(
                    scope => scope.StartsWith(RemoteDesktopScope, StringComparison.Ordinal)))
                {
                    throw new RuleBrokenException("the task had a remote desktop");
                }

                break;
            case WorkerKinds.Scriptworker:
                break;
            default:
                throw new RuleBrokenException($"{link.Implementation} is no kind of worker that is known");
        }

        link.Held("4.10", $"nobody could type into it ({link.Implementation})");
    }
}
