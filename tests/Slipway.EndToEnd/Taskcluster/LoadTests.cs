using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing;

namespace Slipway.EndToEnd.Taskcluster;

[Collection(BuiltDeploymentCollection.Name)]
public sealed class LoadTests(BuiltDeployment built) : IAsyncLifetime
{
    private Sandbox _machine = null!;

    private Deployment Deployment => built.Deployment;

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _machine = await built.NewMachineAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_name_a_namespace_and_a_task_load_the_image_whose_hash_the_task_printed()
    {
        string hello = built.Name("hello");
        string task = built.Main.TaskOf(hello);

        var byName = await _machine.JsonAsync("load", hello);
        var byNamespace = await _machine.JsonAsync(
            "load", "--namespace", $"example.cache.level-3.docker.v2.{hello}.latest");
        var byTask = await _machine.JsonAsync("load", "--task-id", task);

        string hash = built.ImageHashOf(task);
        Assert.All([byName, byNamespace, byTask], load => Assert.Equal(hash, (string)load["imageHash"]!));
        Assert.Equal(
            $"sha256:{hash}",
            await Tool.CheckAsync("docker", "image", "inspect", "--format", "{{.Id}}", $"{hello}:latest"));
    }

    [Fact]
    public async Task What_was_loaded_is_not_downloaded_again()
    {
        string lint = built.Name("lint");

        await _machine.CheckAsync("load", lint);
        int first = Downloads();
        await _machine.EmptyEngineAsync();
        await _machine.CheckAsync("load", lint);
        await _machine.CheckAsync("load", "--task-id", built.Main.TaskOf(lint));

        Assert.NotEqual(0, first);
        Assert.Equal(first, Downloads());

        int Downloads() => Deployment.Server.Requests.Count(request =>
            request.Service == "storage"
            && request.Method == "GET"
            && request.Resource.Contains(built.Main.TaskOf(lint), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_artifact_that_differs_from_what_the_worker_signed_for_is_refused(bool isByNamespace)
    {
        string ns = $"e2e.swapped.{Slug.New()}";
        string task = await built.SeedSwappedAsync(ns);

        await RefusedAsync("SLIP2202", isByNamespace ? ["--namespace", ns] : ["--task-id", task]);
    }

    [Fact]
    public async Task What_a_worker_signed_for_another_task_does_not_count()
    {
        string task = await built.SeedSwappedAsync(
            "e2e.other", signedFor: built.Main.TaskOf(built.Name("shell-plain")));

        await RefusedAsync("SLIP2201", ["--task-id", task]);
    }

    [Fact]
    public async Task An_image_that_a_task_has_built_runs() =>
        Assert.Equal(
            "Hello, you, from greeting 1.2.0.",
            await _machine.CheckAsync("run", built.Name("hello"), "--", "hello", "you"));

    [Fact]
    public async Task What_level_1_has_built_is_not_loaded_at_level_3()
    {
        string task = built.Changed.TaskOf(built.Name("lint"));

        var refused = await _machine.SlipwayAsync("load", "--level", "3", "--task-id", task);
        var loaded = await _machine.JsonAsync("load", "--level", "1", "--task-id", task);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("SLIP1008", refused.Error, StringComparison.Ordinal);
        Assert.Equal(built.ImageHashOf(task), (string)loaded["imageHash"]!);
    }

    private async Task RefusedAsync(string code, string[] target)
    {
        string tag = $"{built.Name("swapped")}:refused";

        var result = await _machine.SlipwayAsync(["load", "--tag", tag, .. target]);
        var inspected = await Tool.RunAsync(
            "docker", ["image", "inspect", tag], cancellationToken: TestContext.Current.CancellationToken);
        string blobs = await Tool.CheckAsync("find", _machine.Home, "-path", "*/blobs/*", "-type", "f");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, inspected.ExitCode);
        Assert.Empty(blobs);
    }
}
