using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>Brings definitions of tasks into one form: what was sent, and what the Queue made of it.</summary>
/// <remarks>
/// The defaults:
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/create-task-request.yml
/// </remarks>
internal static class DefinitionDefaults
{
    private const string Provisioner = "provisionerId";
    private const string WorkerType = "workerType";
    private const string TaskQueue = "taskQueueId";

    /// <summary>
    /// A copy with the defaults put in, and without what says when the task is, and without its priority.
    /// </summary>
    public static JsonObject Normalise(JsonObject definition)
    {
        // Through text, so that a number is compared as it is written, whatever type it has in memory.
        var result = JsonNode.Parse(definition.ToJsonString())!.AsObject();
        foreach (string key in (string[])["created", "deadline", "expires", "priority"])
        {
            result.Remove(key);
        }

        SplitQueue(result);
        result.TryAdd("schedulerId", "-");
        result.TryAdd("projectId", "none");
        result.TryAdd("dependencies", new JsonArray());
        result.TryAdd("requires", "all-completed");
        result.TryAdd("routes", new JsonArray());
        result.TryAdd("retries", 5);
        result.TryAdd("scopes", new JsonArray());
        result.TryAdd("tags", new JsonObject());
        result.TryAdd("extra", new JsonObject());
        if (result["payload"] is JsonObject payload)
        {
            ForgetExpiry(payload["artifacts"]);
            ReadParents(payload["env"] as JsonObject);
        }

        return result;
    }

    private static void SplitQueue(JsonObject definition)
    {
        if (definition[TaskQueue] is JsonValue value
            && value.TryGetValue(out string? queue)
            && queue.Split('/') is [var first, var second])
        {
            definition[Provisioner] = first;
            definition[WorkerType] = second;
        }

        definition.Remove(TaskQueue);
    }

    // By name for docker-worker, a list for generic-worker.
    private static void ForgetExpiry(JsonNode? artifacts)
    {
        var all = artifacts switch
        {
            JsonObject named => named.Select(pair => pair.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var artifact in all.OfType<JsonObject>())
        {
            artifact.Remove("expires");
        }
    }

    /// <summary>Makes the tasks of the parents comparable one by one.</summary>
    private static void ReadParents(JsonObject? environment)
    {
        if (environment?[ImageTaskVariables.Parents] is not JsonValue value || !value.TryGetValue(out string? text))
        {
            return;
        }

        try
        {
            environment[ImageTaskVariables.Parents] = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Somebody else's text: it stays one, and differs.
        }
    }
}
