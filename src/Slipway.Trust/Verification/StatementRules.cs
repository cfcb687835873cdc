using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rules 7.7, 7.8 and 7.18: what the worker wrote, held against what the Queue knows.</summary>
internal static class StatementRules
{
    private const long Version = 1;
    private const string Completed = "completed";
    private const string Reason = "reasonResolved";

    // What the Queue says of a task a second time, with its status.
    private static readonly string[] Repeated =
        ["taskId", "taskGroupId", "provisionerId", "workerType", "taskQueueId", "schedulerId", "projectId"];

    /// <summary>Rule 7.18.</summary>
    public static void CheckPlain(ChainVerification chain, ChainLink link)
    {
        if (link is { IsLink: true, Type: LinkTypes.Decision }
            && chain.Artifact(link.TaskId, ArtifactRules.Actions)?.Json is not null)
        {
            chain.ReadJson(link, ArtifactRules.Actions);
        }

        var readings = chain.ReadArtifacts
            .Where(read => read.Link == link)
            .Select(read => (read.Name, Reading: (JsonReading?)read.Reading))
            .Prepend((SignatureRules.Statement, link.Statement))
            .Prepend(("the Queue's definition", link.Document.Definition));
        foreach (var (name, reading) in readings)
        {
            if (reading is { IsPlain: false })
            {
                throw new RuleBrokenException(
                    $"{name} can be read in two ways: {reading.Failure ?? reading.Ambiguities[0]}");
            }
        }

        link.Held("7.18", "its JSON says the same to every reader");
    }

    /// <summary>Rule 7.7.</summary>
    public static void CheckStatement(ChainLink link)
    {
        if (link.Signed is not { } signed)
        {
            return;
        }

        if (signed.At("chainOfTrustVersion").Whole() != Version)
        {
            throw new RuleBrokenException(
                $"the chain of trust is of version {signed.At("chainOfTrustVersion").Short()} instead of {Version}");
        }

        foreach (string name in (string[])["artifacts", "environment", "task"])
        {
            if (signed.At(name) is not JsonObject)
            {
                throw new RuleBrokenException($"the chain of trust has no object '{name}'");
            }
        }

        foreach (var (name, hashes) in signed.At("artifacts").Members())
        {
            if (hashes is not JsonObject || hashes.Members().Any(hash => hash.Value.Text() is null))
            {
                throw new RuleBrokenException($"the hashes of {name} are no object of texts");
            }
        }

        // Only scriptworkers write it.
        if (signed.Has("workerType") && signed.TextAt("workerType") != link.Task.TextAt("workerType"))
        {
            throw new RuleBrokenException(
                $"workerType is {signed.At("workerType").Short()} in the chain of trust, and "
                + $"{link.Task.At("workerType").Short()} in the Queue");
        }

        var run = link.Document.LatestRun;
        HoldOrder(link);
        HoldRun(signed, run, "runId");
        HoldRun(signed, run, "workerGroup");
        HoldRun(signed, run, "workerId");
        if (JsonEquality.Difference(link.Task, signed.At("task")) is { } place)
        {
            throw new RuleBrokenException(
                "the worker claimed another definition than the Queue has: "
                + $"{(place.Length == 0 ? "all" : place)} differs");
        }

        link.Held("7.7", $"the worker wrote of run {run.At("runId").Short()} and of this definition");
    }

    /// <summary>Rule 7.8.</summary>
    public static void CheckState(ChainLink link)
    {
        if (!link.IsLink)
        {
            // One that was claimed is at work: what ended without a result is not to be served any more.
            if (link.Document.State is Completed or "failed" or "exception")
            {
                throw new RuleBrokenException(
                    $"the task is {link.Document.State}, and was asked about as one that was just claimed");
            }

            return;
        }

        var status = link.Document.Status;
        foreach (string name in Repeated)
        {
            string? own = name == "taskId" ? link.TaskId : link.Task.TextAt(name);
            if (status.Has(name) && own is not null && status.TextAt(name) != own)
            {
                throw new RuleBrokenException(
                    $"the status of the task has the {name} {status.At(name).Short()}, and the task {own}");
            }
        }

        string? run = link.Document.LatestRun.TextAt("state");
        if (link.Document.LatestRun.Has(Reason) && link.Document.LatestRun.TextAt(Reason) != Completed)
        {
            throw new RuleBrokenException(
                $"its latest run was resolved as {link.Document.LatestRun.At(Reason).Short()}");
        }

        if (link.Document.State != Completed || run != Completed)
        {
            throw new RuleBrokenException(
                $"the task is {link.Document.State ?? "of no known state"}, and its latest run {run ?? "unknown"}");
        }

        link.Held("7.8", "the task completed");
    }

    // The Queue lists the runs of a task by their numbers, and whoever reads the last one takes it for the latest.
    private static void HoldOrder(ChainLink link)
    {
        long last = -1;
        foreach (var run in link.Document.Status.At("runs").Items())
        {
            if (run.At("runId").Whole() is not { } id || id <= last)
            {
                throw new RuleBrokenException(
                    $"the status of the task lists run {run.At("runId").Short()} behind run {last}");
            }

            last = id;
        }
    }

    private static void HoldRun(JsonObject signed, JsonNode? run, string name)
    {
        if (!run.Has(name) || run.At(name) is null || !JsonEquality.Same(signed.At(name), run.At(name)))
        {
            throw new RuleBrokenException(
                $"{name} is {signed.At(name).Short()} in the chain of trust, and {run.At(name).Short()} in the Queue");
        }
    }
}
