using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>What a decision task did.</summary>
/// <param name="Id">Its task, whose id is that of the group.</param>
/// <param name="Run">How it ended.</param>
/// <param name="Images">Its <c>public/image-tasks.json</c>.</param>
/// <param name="Graph">Its <c>public/task-graph.json</c>.</param>
internal sealed record Decision(string Id, WorkerResult Run, JsonObject Images, JsonObject Graph)
{
    /// <summary>The task of an image.</summary>
    public string TaskOf(string image) => (string)Images[image]!["taskId"]!;

    /// <summary>The images of a status, <c>new</c> or <c>reused</c>, by name.</summary>
    public string[] With(string status) =>
        [
            .. Images
                .Where(image => (string)image.Value!["status"]! == status)
                .Select(image => image.Key)
                .Order(StringComparer.Ordinal),
        ];
}
