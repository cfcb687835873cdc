using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>A task and its runs.</summary>
/// <param name="id">The slug.</param>
/// <param name="definition">With all defaults filled in, as it is answered.</param>
internal sealed class TaskRecord(string id, JsonObject definition)
{
    public string Id { get; } = id;

    public JsonObject Definition { get; } = definition;

    public List<RunRecord> Runs { get; } = [];

    /// <summary>The tasks that this one still waits for.</summary>
    public HashSet<string> Waiting { get; } = new(definition.Texts("dependencies"), StringComparer.Ordinal);

    public int RetriesLeft { get; set; } = definition["retries"]!.GetValue<int>();

    public DateTimeOffset Deadline { get; } = definition.Time("deadline");

    public DateTimeOffset Expires { get; } = definition.Time("expires");

    public string TaskQueueId => Definition.Text("taskQueueId");

    public string State => Runs.Count == 0 ? RunState.Unscheduled : Runs[^1].State;

    public bool IsResolved => State is RunState.Completed or RunState.Failed or RunState.Exception;

    public RunRecord? FindRun(int id) => id < Runs.Count ? Runs[id] : null;

    public JsonObject Status()
    {
        var status = new JsonObject { ["taskId"] = Id };
        foreach (string name in new[]
        {
            "provisionerId", "workerType", "taskQueueId", "schedulerId", "projectId", "taskGroupId", "priority",
            "deadline", "expires",
        })
        {
            status[name] = Definition[name]!.DeepClone();
        }

        status["retriesLeft"] = RetriesLeft;
        status["state"] = State;
        status["runs"] = new JsonArray([.. Runs.Select((run, index) => run.ToJson(index))]);
        return status;
    }
}
