using Slipway.Taskcluster.Testing.Api;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The Queue service.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/queue/api</remarks>
internal sealed class QueueService(ServerState state, ArtifactWriter writer, ArtifactReader reader) : ApiService
{
    public override string Name => "queue";

    public override IReadOnlyList<Endpoint> Endpoints { get; } =
    [
        .. new TaskMethods(state).Endpoints,
        .. new WorkerMethods(state).Endpoints,
        .. reader.Endpoints,
        .. writer.Endpoints,
        Pings.Ping(state.Clock),
    ];

    protected override IReadOnlyDictionary<string, string> Patterns { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["taskId"] = Slug.Pattern,
            ["taskGroupId"] = Slug.Pattern,
            ["runId"] = RunIdPattern,
            ["taskQueueId"] = TaskShape.TaskQueuePattern,
            ["name"] = @"^[\x20-\x7e]+$",
        };
}
