using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Decisions;

/// <summary>A Queue in memory, with the rules that creating tasks has to heed.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/src/api.js</remarks>
internal sealed class MemoryQueue : ITaskQueue
{
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(15);

    private static readonly DiagnosticCode Refused = new(9999, "The test's Queue refuses", ExitCode.Failed);

    private readonly ConcurrentDictionary<TaskId, JsonObject> _tasks = new();
    private readonly Lock _lock = new();

    public DateTimeOffset Now { get; set; } = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    /// <summary>In the order of their creation.</summary>
    public List<TaskId> Created { get; } = [];

    public ConcurrentDictionary<TaskId, TaskState> States { get; } = new();

    /// <summary>Called before each creation, to play another decision.</summary>
    public Action<TaskId, JsonObject>? BeforeCreation { get; set; }

    public void Put(TaskId id, JsonObject definition, TaskState state = TaskState.Completed)
    {
        _tasks[id] = Stored(definition);
        States[id] = state;
    }

    public Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken) =>
        Task.FromResult<TaskState?>(States.TryGetValue(id, out var state) ? state : null);

    public Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken) =>
        Task.FromResult((JsonObject?)_tasks.GetValueOrDefault(id)?.DeepClone());

    public async Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken)
    {
        await Task.Yield();
        BeforeCreation?.Invoke(id, definition);
        lock (_lock)
        {
            Check(definition);
            var stored = Stored(definition);
            if (_tasks.TryGetValue(id, out var there))
            {
                return JsonNode.DeepEquals(there, stored);
            }

            _tasks[id] = stored;
            States[id] = definition["dependencies"]!
                .AsArray()
                .All(needed => States[TaskId.Parse((string)needed!)] == TaskState.Completed)
                ? TaskState.Pending
                : TaskState.Unscheduled;
            Created.Add(id);
            return true;
        }
    }

    private static DateTimeOffset Moment(JsonObject definition, string key) =>
        DateTimeOffset.Parse((string)definition[key]!, CultureInfo.InvariantCulture);

    private static JsonObject Stored(JsonObject definition)
    {
        var stored = JsonNode.Parse(definition.ToJsonString())!.AsObject();
        stored.TryAdd("projectId", "none");
        stored.TryAdd("requires", "all-completed");
        stored.TryAdd("priority", "lowest");
        stored.TryAdd("retries", 5);
        stored.TryAdd("routes", new JsonArray());
        stored.TryAdd("scopes", new JsonArray());
        stored.TryAdd("tags", new JsonObject());
        stored.TryAdd("extra", new JsonObject());
        stored["taskQueueId"] = $"{stored["provisionerId"]}/{stored["workerType"]}";
        return stored;
    }

    private void Check(JsonObject definition)
    {
        var deadline = Moment(definition, "deadline");
        Require((Moment(definition, "created") - Now).Duration() <= Drift, "`created` is more than 15 minutes away");
        Require(deadline >= Now, "`deadline` is in the past");
        Require(Moment(definition, "expires") >= deadline, "`expires` is before `deadline`");
        foreach (var needed in definition["dependencies"]!.AsArray())
        {
            Require(
                _tasks.TryGetValue(TaskId.Parse((string)needed!), out var task),
                $"`dependencies` names {needed}, which there is not");
            Require(Moment(task!, "expires") > deadline, $"{needed} expires before the deadline");
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new SlipwayException(new Diagnostic(Refused, message, "Correct the request."));
        }
    }
}
