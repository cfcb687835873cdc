using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.EndToEnd.Taskcluster;

public sealed class TaskFileTests : IAsyncLifetime
{
    private const string RepoDigest = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    private readonly Push _push = new(1, "try");
    private Deployment _deployment = null!;
    private Sandbox _sandbox = null!;

    public ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        _deployment = new Deployment();
        _sandbox = SmallTree.Create(_deployment);
        string app = _sandbox.Name("app");
        string @base = _sandbox.Name("base");
        _sandbox
            .Write("images/REGISTRY", "registry.example/e2e\n")
            .Write($"images/{@base}/VERSION", "1.0.0\n")
            .Write($"images/{@base}/HASH", $"{RepoDigest}\n")
            .Write(
                "ci/marks.yml",
                $$$"""
                taskQueueId: {{{_push.Workers}}}
                payload:
                  image: { type: task-image, path: public/image.tar.zst, taskId: "{{#task_id_for_image}}{{{app}}}{{/task_id_for_image}}" }
                  env: { BASE: "{{#docker_image}}{{{@base}}}{{/docker_image}}" }
                  features: { chainOfTrust: true }
                """)
            .Write(
                "ci/tests/names.json",
                $$"""
                {
                  "taskQueueId": "{{_push.Workers}}",
                  "payload": { "docker-image": { "in-tree": "{{app}}" }, "features": { "chainOfTrust": true } }
                }
                """);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _deployment.DisposeAsync();
    }

    [Theory]
    [InlineData("marks")]
    [InlineData("tests/names")]
    public async Task A_task_that_uses_an_image_of_the_tree_waits_for_its_task_and_names_it_as_an_input(string label)
    {
        var decision = await _deployment.DecideAsync(_push, _sandbox.Tree, "--tasks", Path.Join(_sandbox.Tree, "ci"));
        string app = decision.TaskOf(_sandbox.Name("app"));

        var task = DefinitionOf(decision, label);

        Assert.True(
            JsonNode.DeepEquals(
                new JsonObject
                {
                    ["type"] = "task-image",
                    ["path"] = "public/image.tar.zst",
                    ["taskId"] = app,
                },
                task["payload"]!["image"]));
        Assert.Equal([app], task["dependencies"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(app, (string)task["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]!);
        Assert.False(task["payload"]!.AsObject().ContainsKey("docker-image"));
    }

    [Fact]
    public async Task The_mark_of_a_registry_image_becomes_its_pinned_reference()
    {
        var decision = await _deployment.DecideAsync(_push, _sandbox.Tree, "--tasks", Path.Join(_sandbox.Tree, "ci"));

        Assert.Equal(
            $"registry.example/e2e/{_sandbox.Name("base")}@{RepoDigest}",
            (string)DefinitionOf(decision, "marks")["payload"]!["env"]!["BASE"]!);
    }

    [Fact]
    public async Task What_a_worker_signs_of_such_a_task_is_the_artifact_of_the_images_task()
    {
        var decision = await _deployment.DecideAsync(_push, _sandbox.Tree, "--tasks", Path.Join(_sandbox.Tree, "ci"));
        using var worker = new TestWorker(_deployment.Server, new WorkerOptions
        {
            Queue = _push.Workers,
            Program = "/bin/sh",
            Arguments = _ => ["-c", "mkdir -p workspace/out; echo $TASK_ID > workspace/out/image.tar.zst"],
        });

        var order = await worker.RunAllAsync(TestContext.Current.CancellationToken);
        string app = decision.TaskOf(_sandbox.Name("app"));
        var made = await _deployment.DownloadJsonAsync(app, "public/chain-of-trust.json");
        string user = order.Single(result => result.Name == "marks").TaskId;
        var used = await _deployment.DownloadJsonAsync(user, "public/chain-of-trust.json");

        Assert.Equal(SmallTree.Images + 2, order.Length);
        Assert.All(order, result => Assert.True(result.IsCompleted, result.Log));
        Assert.Equal(
            $"sha256:{made["artifacts"]!["public/image.tar.zst"]!["sha256"]}",
            (string)used["environment"]!["imageArtifactHash"]!);
    }

    private JsonObject DefinitionOf(Decision decision, string label) => Assert.Single(
        _deployment.TasksOf(decision), task => (string?)task.Definition["metadata"]!["name"] == label).Definition;
}
