using System.Net;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Queue;

/// <summary>The tasks of the Queue service: https://docs.taskcluster.net/docs/reference/platform/queue/api.</summary>
internal sealed class TaskQueue(ApiClient api) : ITaskQueue
{
    private const string Service = "queue";

    public async Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(
            HttpMethod.Get, Service, $"read the status of the task {id}", "task", id.Value, "status");
        var answer = await api.FindAsync(call, cancellationToken);
        return answer is null ? null : State(answer.Fields().Object("status"));
    }

    public async Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, $"read the task {id}", "task", id.Value);
        return (await api.FindAsync(call, cancellationToken))?.ToObject();
    }

    public async Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, Service, $"create the task {id}", "task", id.Value)
        {
            Body = definition,
        };
        var answer = await api.SendAsync(call, cancellationToken);
        return answer.IsSuccess || (answer.Status == HttpStatusCode.Conflict ? false : throw api.Failure(answer));
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
