using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Taskcluster;

/// <summary>A tree that has taskgraph's files only, built by generic-worker.</summary>
public sealed class TaskgraphTreeTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();
    private readonly Push _push = new(3, "main");
    private Deployment _deployment = null!;

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _deployment = new Deployment();
        _sandbox.Environment["TASKCLUSTER_ROOT_URL"] = _deployment.RootUrl;
        string @base = _sandbox.Name("base");
        _sandbox
            .Write(
                "taskcluster/config.yml",
                """
                trust-domain: e2e
                task-priority: lowest
                taskgraph:
                  cached-task-prefix: e2e
                  repositories: { e2e: { name: e2e } }
                workers:
                  aliases:
                    images: { provisioner: e2e, implementation: generic-worker, os: linux, worker-type: "level-{level}" }
                """)
            .Write("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n")
            .Write(
                "taskcluster/kinds/docker-image/kind.yml",
                $$"""
                loader: taskgraph.loader.transform:loader
                transforms:
                  - taskgraph.transforms.docker_image:transforms
                  - taskgraph.transforms.cached_tasks:transforms
                  - taskgraph.transforms.task:transforms
                tasks:
                  {{@base}}: { symbol: I(base) }
                  {{_sandbox.Name("app")}}:
                    symbol: I(app)
                    definition: user
                    parent: {{@base}}
                    args: { WORD: hello }
                """)
            .Write(
                $"taskcluster/docker/{@base}/Dockerfile",
                """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                """)
            .Write(
                "taskcluster/docker/user/Dockerfile",
                """
                # %ARG WORD
                ARG DOCKER_IMAGE_PARENT
                FROM $DOCKER_IMAGE_PARENT
                # %include lib/one.txt
                COPY topsrcdir/lib /lib
                RUN echo $WORD > /word
                """)
            .Write("lib/one.txt", "one\n");
        File.Copy("/bin/busybox", Path.Join(_sandbox.Tree, "taskcluster", "docker", @base, "busybox"));
        File.Delete(Path.Join(_sandbox.Tree, "slipway.yml"));
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _deployment.DisposeAsync();
    }

    [Fact]
    public async Task A_tree_with_taskgraphs_files_is_built_and_found_under_taskgraphs_namespaces()
    {
        string app = _sandbox.Name("app");

        var decision = await _deployment.DecideAsync(_push, _sandbox.Tree);
        var builds = await _deployment.BuildAsync(_push);
        var plan = await _sandbox.JsonAsync("plan", "--backend", "taskcluster", "--level", "3");
        string printed = await _sandbox.CheckAsync(
            "run", app, "--backend", "taskcluster", "--level", "3", "--", "cat", "/word", "/lib/one.txt");

        Assert.Equal([app, _sandbox.Name("base")], decision.With("new"));
        Assert.All(builds, build => Assert.True(build.IsCompleted, build.Log));
        Assert.All(
            _deployment.TasksOf(decision), task => Assert.IsType<JsonArray>(task.Definition["payload"]!["command"]));
        Assert.Equal(
            decision
                .Images.Select(image =>
                    $"reuse e2e.cache.level-3.docker-images.v2.{image.Key}.hash.{image.Value!["digest"]}")
                .Order(StringComparer.Ordinal),
            plan["images"]!
                .AsArray()
                .Select(image => $"{image!["action"]} {image["namespace"]}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            decision.TaskOf(app),
            _deployment.Server.Index.Find($"e2e.cache.level-3.docker-images.v2.{app}.latest")?.TaskId);
        Assert.Equal("hello\none", printed);
    }
}
