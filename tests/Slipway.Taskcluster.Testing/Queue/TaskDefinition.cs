using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>Fills in what a definition leaves out, and checks its times.</summary>
internal static class TaskDefinition
{
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaximumDeadline = TimeSpan.FromDays(5);

    // In the order in which the Queue answers them, so that a definition reads as a real one does.
    private static readonly string[] Order =
    [
        "provisionerId", "workerType", "taskQueueId", "schedulerId", "projectId", "taskGroupId", "dependencies",
        "requires", "routes", "priority", "retries", "created", "deadline", "expires", "scopes", "payload", "metadata",
        "tags", "extra",
    ];

    /// <summary>All that scopes are asked for; before the times are looked at, as in the service.</summary>
    /// <exception cref="ApiError">It does not say which workers.</exception>
    public static JsonObject Complete(JsonObject request)
    {
        var task = (JsonObject)request.DeepClone();
        SetQueue(task);
        task.TryAdd("schedulerId", "-");
        task.TryAdd("projectId", "none");
        task.TryAdd("dependencies", new JsonArray());
        task.TryAdd("requires", "all-completed");
        task.TryAdd("routes", new JsonArray());
        task.TryAdd("priority", "lowest");
        task.TryAdd("retries", 5);
        task.TryAdd("scopes", new JsonArray());
        task.TryAdd("tags", new JsonObject());
        task.TryAdd("extra", new JsonObject());
        return task;
    }

    /// <exception cref="ApiError">A time is not what it may be.</exception>
    public static JsonObject CheckTimes(string id, JsonObject task, DateTimeOffset now)
    {
        task.TryAdd("taskGroupId", id);
        var created = task.Time("created");
        var deadline = task.Time("deadline");
        string? problem =
            created < now - Drift ? "`created` cannot be in the past (max 15min drift)"
            : created > now + Drift ? "`created` cannot be in the future (max 15min drift)"
            : created > deadline ? "`deadline` cannot be later than `created`"
            : deadline < now ? "`deadline` cannot be in the past"
            : deadline - now > MaximumDeadline + Drift ? "`deadline` cannot be more than 5 days into the future"
            : null;
        if (problem is not null)
        {
            throw ApiError.Input(problem);
        }

        task.TryAdd("expires", JsonTexts.Time(deadline.AddYears(1)));
        if (deadline > task.Time("expires"))
        {
            throw ApiError.Input("`expires` cannot be before `deadline`");
        }

        if (task.Texts("scopes").Any(scope => scope.EndsWith("**", StringComparison.Ordinal)))
        {
            throw ApiError.Input("scopes must not end with `**`");
        }

        foreach (string name in new[] { "created", "deadline", "expires" })
        {
            task[name] = JsonTexts.Time(task.Time(name));
        }

        return new JsonObject(Order.Select(name => KeyValuePair.Create(name, task[name]?.DeepClone())));
    }

    private static void SetQueue(JsonObject task)
    {
        string? provisioner = task["provisionerId"]?.GetValue<string>();
        string? workerType = task["workerType"]?.GetValue<string>();
        string? queue = task["taskQueueId"]?.GetValue<string>();
        if (provisioner is not null && workerType is not null)
        {
            if (queue is not null && queue != $"{provisioner}/{workerType}")
            {
                throw ApiError.Input("taskQueueId must match \"provisionerId/workerType\"");
            }

            task["taskQueueId"] = $"{provisioner}/{workerType}";
            return;
        }

        if (queue is null)
        {
            throw ApiError.Input("at least a provisionerId and a workerType or a taskQueueId must be provided\"");
        }

        string[] parts = queue.Split('/');
        (task["provisionerId"], task["workerType"]) = (parts[0], parts[1]);
    }
}
