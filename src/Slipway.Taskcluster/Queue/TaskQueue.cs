using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Queue;

/// <summary>The tasks of the Queue service: https://docs.taskcluster.net/docs/reference/platform/queue/api.</summary>
internal sealed class TaskQueue(ApiClient api) : ITaskQueue
{
    private const string Service = "queue";

    public async Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken) =>
        (await FindOneProgressAsync(id, cancellationToken))?.State;

    private async Task<TaskProgress?> FindOneProgressAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(
            HttpMethod.Get, Service, $"read the status of the task {id}", "task", id.Value, "status");
        var answer = await api.FindAsync(call, cancellationToken);
        return answer is null ? null : Progress(answer.Fields().Object("status"));
    }

    public async Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, $"read the task {id}", "task", id.Value);
        return (await api.FindAsync(call, cancellationToken))?.ToObject();
    }

    public async Task<IReadOnlyDictionary<TaskId, JsonObject>> FindDefinitionsAsync(
        IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken) =>
        await FindManyAsync(
            ids,
            ["tasks"],
            "tasks",
            // Through text, because what is changed later must not be a view of the answer.
            fields => JsonNode.Parse(fields.Object("task").Json.GetRawText())!.AsObject(),
            FindDefinitionAsync,
            cancellationToken);

    public async Task<IReadOnlyDictionary<TaskId, TaskProgress>> FindProgressAsync(
        IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken) =>
        await FindManyAsync(
            ids,
            ["tasks", "status"],
            "statuses",
            fields => Progress(fields.Object("status")),
            FindOneProgressAsync,
            cancellationToken);

    public async Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, Service, $"create the task {id}", "task", id.Value)
        {
            Body = definition,
        };
        var answer = await api.SendAsync(call, cancellationToken);
        return answer.IsSuccess || (answer.Status == HttpStatusCode.Conflict ? false : throw api.Failure(answer));
    }

    /// <summary>
    /// Asks for many tasks in few requests, or for each by itself where a service is older than that.
    /// </summary>
    private async Task<Dictionary<TaskId, T>> FindManyAsync<T>(
        IReadOnlyCollection<TaskId> ids,
        ImmutableArray<string> path,
        string list,
        Func<AnswerFields, T> read,
        Func<TaskId, CancellationToken, Task<T?>> findOne,
        CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<TaskId, T>();
        foreach (var chunk in ids.Distinct().Chunk(TaskclusterLimits.Tasks))
        {
            var call = new ApiCall(HttpMethod.Post, Service, $"read the {list} of {chunk.Length} tasks", path)
            {
                Body = new JsonObject { ["taskIds"] = new JsonArray([.. chunk.Select(id => (JsonNode)id.Value)]) },
            };
            var wanted = chunk.ToHashSet();
            if (await api.TryReadPagesAsync(call, list, fields => (Id(fields), read(fields)), cancellationToken)
                is { } pages)
            {
                foreach (var (id, value) in pages.Where(pair => wanted.Contains(pair.Item1)))
                {
                    found[id] = value;
                }

                continue;
            }

            await Parallel.ForEachAsync(
                chunk,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = TaskclusterLimits.SingleLookups,
                    CancellationToken = cancellationToken,
                },
                async (id, token) =>
                {
                    if (await findOne(id, token) is { } value)
                    {
                        found[id] = value;
                    }
                });
        }

        return found.ToDictionary();
    }

    private static TaskId Id(AnswerFields fields) =>
        TaskId.TryParse(fields.Text("taskId"), out var id) ? id : throw fields.Wrong("taskId", "a task id");

    private static TaskProgress Progress(AnswerFields status)
    {
        var latest = status.Has("runs") ? status.Objects("runs").LastOrDefault() : null;
        return new TaskProgress(State(status), Time("started"), Time("resolved"));

        DateTimeOffset? Time(string name) => latest?.OptionalText(name) is null ? null : latest.Time(name);
    }

    private static TaskState State(AnswerFields status) => status.Text("state") switch
    {
        "unscheduled" => TaskState.Unscheduled,
        "pending" => TaskState.Pending,
        "running" => TaskState.Running,
        "completed" => TaskState.Completed,
        "failed" => TaskState.Failed,
        "exception" => TaskState.Exception,
        _ => throw status.Wrong("state", "a state of a task"),
    };
}
