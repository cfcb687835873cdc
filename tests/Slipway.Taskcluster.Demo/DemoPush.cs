using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Demo;

/// <summary>A push for which a decision task decides.</summary>
/// <param name="Number">The number of the push, from 1 on.</param>
/// <param name="Date">When it was pushed.</param>
internal sealed record DemoPush(int Number, DateTimeOffset Date)
{
    /// <summary>The workers that run decision tasks.</summary>
    public const string Workers = "demo/decision";

    // That of the tasks that `slipway decision` makes for the example: a group has one scheduler.
    private const string Scheduler = "example-level-1";

    private const string Project = "try";
    private const int Level = 1;

    /// <summary>What a decision task of the demo is; its scopes let it create tasks and have them indexed.</summary>
    public static JsonObject DecisionTask() => new()
    {
        ["taskQueueId"] = Workers,
        ["provisionerId"] = Workers.Split('/')[0],
        ["workerType"] = Workers.Split('/')[1],
        ["schedulerId"] = Scheduler,
        ["scopes"] = new JsonArray("queue:create-task:*", $"queue:scheduler-id:{Scheduler}", "queue:route:*"),
        ["payload"] = new JsonObject { ["features"] = new JsonObject { ["taskclusterProxy"] = true } },
        ["metadata"] = new JsonObject
        {
            ["name"] = "decision",
            ["description"] = "Decides which images a push has to build.",
            ["owner"] = "you@example.com",
            ["source"] = "https://example.com/monorepo",
        },
    };

    /// <summary>The parameters of the push, as taskgraph's decision leaves them.</summary>
    public string ToParameters() => $"""
        base_repository: https://example.com/monorepo
        build_date: {Date.ToUnixTimeSeconds()}
        head_ref: {Project}
        head_repository: https://example.com/monorepo
        head_rev: '{Number:x40}'
        level: '{Level}'
        owner: you@example.com
        project: {Project}
        pushlog_id: '{Number}'
        repository_type: git
        tasks_for: demo-push

        """;
}
