using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>The tasks of a push, to be changed as somebody would who has some of the keys.</summary>
internal sealed class Tasks(TrustedDeployment built, Dictionary<string, RecordedTask> tasks)
{
    private const string Graph = "public/task-graph.json";

    public RecordedTask Decision => tasks[built.Decision];

    public RecordedTask Of(string image) => tasks[built.TaskOf(image)];

    /// <summary>Changes a task, the plan that it came from, and what workers signed of both.</summary>
    public void Redefine(string image, Action<JsonNode> change)
    {
        var task = Of(image);
        change(task.Definition);
        task.Resign(built.Worker, statement => change(statement["task"]!));
        var graph = JsonNode.Parse(Decision.Artifacts[Graph])!;
        change(graph[task.Id]!["task"]!);
        Decision.Republish(built.Worker, Graph, Encoding.UTF8.GetBytes(graph.ToJsonString()));
    }
}
