using System.Net;
using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;
using Slipway.Core.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Queue;

/// <summary>The Queue, as far as tasks themselves go.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/queue/api</remarks>
internal sealed class QueueService(ApiClient api) : ITaskQueue
{
    private const string Name = "queue";

    public async Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken)
    {
        string what = $"find the status of task {id}";
        var answer = await api.SendAsync(new ApiCall(HttpMethod.Get, Name, $"task/{id}/status", what), cancellationToken);
        if (answer.IsAbsent)
        {
            return null;
        }

        string state = new Fields(Name, what, new Fields(Name, what, answer.Require()).Object("status")).Text("state");
        return Enum.TryParse<TaskState>(state, ignoreCase: true, out var known) && !char.IsAsciiDigit(state[0])
            ? known
            : throw ApiFailures.Invalid(Name, what, $"'{Display.Text(state)}' is no state");
    }

    public async Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            new ApiCall(HttpMethod.Get, Name, $"task/{id}", $"read task {id}"), cancellationToken);
        return answer.IsAbsent ? null : answer.Require();
    }

    public async Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            new ApiCall(HttpMethod.Put, Name, $"task/{id}", $"create task {id}") { Body = definition }, cancellationToken);
        if (answer.Status == HttpStatusCode.Conflict)
        {
            return false;
        }

        answer.Require();
        return true;
    }
}
