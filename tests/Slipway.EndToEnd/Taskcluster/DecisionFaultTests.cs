using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Testing.Queue;

namespace Slipway.EndToEnd.Taskcluster;

public sealed class DecisionFaultTests : IAsyncLifetime
{
    private const string ImageArtifact = "public/image.tar.zst";

    private readonly Push _push = new(3, "main");
    private Deployment _deployment = null!;
    private Sandbox _sandbox = null!;

    private TaskclusterServer Server => _deployment.Server;

    public ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        _deployment = new Deployment();
        _sandbox = SmallTree.Create(_deployment);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _deployment.DisposeAsync();
    }

    public static TheoryData<Fault> Faults() =>
    [
        new Fault.Answer(500),
        new Fault.Answer(503),
        new Fault.Answer(500) { IsProcessed = true },
        new Fault.Drop(),
        new Fault.Drop { IsProcessed = true },
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_decision_whose_every_call_goes_wrong_once_creates_each_task_once(Fault fault)
    {
        string decision = _deployment.NewDecisionTask(_push, RunState.Running);
        var credentials = Server.NewClient([.. _push.Scopes, $"queue:create-artifact:{decision}/0"]);
        _sandbox.Environment["TASK_ID"] = decision;
        _sandbox.Environment["RUN_ID"] = "0";
        _sandbox.Environment["TASKCLUSTER_CLIENT_ID"] = credentials.ClientId;
        _sandbox.Environment["TASKCLUSTER_ACCESS_TOKEN"] = credentials.AccessToken;
        var broken = new HashSet<string>(StringComparer.Ordinal);
        var services = new HashSet<string>(StringComparer.Ordinal);
        Server.Faults.Next(fault, int.MaxValue, request =>
        {
            // Once carried out, the Queue refuses to make an upload to the Object service again, and nobody has got its
            // id: only another run of the decision helps then.
            if (
                    fault.IsProcessed
                    && request is { Service: "queue", Method: "POST" }
                    && request.Path.Contains("/artifacts/", StringComparison.Ordinal))
                {
                    return false;
                }

            services.Add(request.Service);
            return broken.Add($"{request.Service} {request.Method} {request.Path}");
        });

        await _sandbox.CheckAsync(
            "decision", "--parameters", _deployment.WriteParameters(_push), "--upload",
            "--artifacts", $"{_sandbox.Tree}-artifacts", "--contexts", $"{_sandbox.Tree}-contexts");

        Assert.Equal(["index", "object", "queue", "storage"], services.Order(StringComparer.Ordinal));
        Assert.Equal(
            SmallTree.Images,
            Server
                .Requests.Where(request => request.Name == "createTask")
                .Select(request => request.Path)
                .Distinct()
                .Count());
        Assert.Equal(
            new[] { "app", "base", "tool" }.Select(image => $"docker-image-{_sandbox.Name(image)}"),
            Server.Tasks.All
                .Where(task => task.Id != decision)
                .Select(task => (string)task.Definition["metadata"]!["name"]!)
                .Order(StringComparer.Ordinal));
        Assert.Equal(SmallTree.Images + 2, Server.Tasks.Find(decision)!.Artifacts.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_image_whose_task_or_artifact_is_gone_is_built_again_with_a_warning(bool isTaskGone)
    {
        await SeedAsync("base");
        string gone = await SeedAsync("app");
        Assert.Equal(
            [_sandbox.Name("app"), _sandbox.Name("base")],
            (await _deployment.DecideAsync(_push, _sandbox.Tree)).With("reused"));

        if (isTaskGone)
        {
            Server.Tasks.Remove(gone);
        }
        else
        {
            Server.Tasks.RemoveArtifact(gone, ImageArtifact);
        }

        var decision = await _deployment.DecideAsync(_push, _sandbox.Tree);

        Assert.Equal([_sandbox.Name("base")], decision.With("reused"));
        Assert.Equal([_sandbox.Name("app"), _sandbox.Name("tool")], decision.With("new"));
        Assert.Contains("SLIP1304", decision.Run.Log, StringComparison.Ordinal);
        Assert.Contains(await SmallTree.NamespaceAsync(_sandbox, "app", 3), decision.Run.Log, StringComparison.Ordinal);
    }

    private async Task<string> SeedAsync(string image) => Server.AddTask(
        [new SeededArtifact(ImageArtifact, [1])],
        new JsonObject { ["routes"] = new JsonArray($"index.{await SmallTree.NamespaceAsync(_sandbox, image, 3)}") });
}
