using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Queue;

/// <summary>
/// Answers of the Queue as they came: https://docs.taskcluster.net/docs/reference/platform/queue/api.
/// </summary>
internal sealed class TaskDocuments(ApiClient api) : ITaskDocuments
{
    private const string Service = "queue";

    public async Task<ReadOnlyMemory<byte>?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, $"read the task {id}", "task", id.Value);
        return (await api.FindAsync(call, cancellationToken))?.Body;
    }

    public async Task<JsonObject?> FindStatusAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(
            HttpMethod.Get, Service, $"read the status of the task {id}", "task", id.Value, "status");
        return (await api.FindAsync(call, cancellationToken))?.ToObject()["status"] as JsonObject;
    }

    public async Task<IReadOnlyList<string>> ListArtifactsAsync(TaskId id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, "list the artifacts of the task "
            + $"{id}", "task", id.Value, "artifacts")
        {
            Limit = TaskclusterLimits.IndexPage,
        };
        return await api.ReadPagesAsync(call, "artifacts", fields => fields.Text("name"), cancellationToken);
    }
}
