using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Trust.Chains;

/// <summary>Writes what a task made, as workers write it: version 1 of <c>public/chain-of-trust.json</c>.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/workers/generic-worker/chain_of_trust.go</remarks>
public static class ChainOfTrustWriter
{
    /// <param name="task">The task.</param>
    /// <param name="run">The run of it, from 0 on.</param>
    /// <param name="definition">Its definition as the Queue has it.</param>
    /// <param name="queued">That run as the Queue has it; it says which worker has the task.</param>
    /// <param name="artifacts">SHA-256 of what the task made, by name.</param>
    public static byte[] Write(
        TaskId task,
        int run,
        JsonNode definition,
        JsonNode? queued,
        ImmutableSortedDictionary<ArtifactName, Sha256Digest> artifacts) => Encoding.UTF8.GetBytes(new JsonObject
        {
            ["chainOfTrustVersion"] = 1,
            ["artifacts"] = new JsonObject(artifacts.Select(artifact => KeyValuePair.Create<string, JsonNode?>(
                artifact.Key.Value, new JsonObject { ["sha256"] = artifact.Value.ToString() }))),
            ["task"] = definition.DeepClone(),
            ["taskId"] = task.Value,
            ["runId"] = run,
            ["workerGroup"] = queued.TextAt("workerGroup"),
            ["workerId"] = queued.TextAt("workerId"),
            // Which image the task runs in, only its worker knows.
            ["environment"] = new JsonObject(),
        }.Plain());
}
