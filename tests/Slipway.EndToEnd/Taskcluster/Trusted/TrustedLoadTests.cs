using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>A release-level <c>load</c> of a child of a child, with an engine: what holds comes, what does not leaves
/// nothing.</summary>
[Collection(TrustedDeploymentCollection.Name)]
public sealed class TrustedLoadTests(TrustedDeployment built) : IAsyncLifetime
{
    private static readonly Dictionary<string, (string Says, Action<TrustedDeployment, Tasks> Change)> Swaps =
        new(StringComparer.Ordinal)
        {
            ["the parent's task signed by a stranger"] = ("refused by rule 4.5", (built, tasks) =>
                tasks.Of("base").Resign(new WorkerSigner())),
            ["other bytes of the parent"] = ("public/image.tar.zst has the sha256", (built, tasks) =>
                tasks.Of("base").Artifacts[RecordedTask.Image] = tasks.Of("app").Artifacts[RecordedTask.Image]),
            ["a parent without a chain of trust"] = ("public/chain-of-trust.json was not published", (built, tasks) =>
            {
                tasks.Of("base").Artifacts.Remove(RecordedTask.Statement);
                tasks.Of("base").Artifacts.Remove(RecordedTask.Signature);
            }),
            ["archive and JSON replaced in the storage"] = ("refused by rule 4.5", (built, tasks) =>
            {
                var (child, app) = (tasks.Of("child"), tasks.Of("app"));
                byte[] signature = child.Artifacts[RecordedTask.Signature];
                child.Republish(new WorkerSigner(), RecordedTask.Image, app.Artifacts[RecordedTask.Image]);
                child.Artifacts[RecordedTask.Signature] = signature;
            }),
            ["the JSON deleted"] = ("refused by rule 4.4", (built, tasks) =>
                tasks.Of("child").Artifacts.Remove(RecordedTask.Statement)),
            ["the bytes of the JSON deleted"] = ("refused by rule 4.5", (built, tasks) =>
                tasks.Of("child").Artifacts[RecordedTask.Statement] = []),
            ["the archive of the image replaced alone"] = ("SLIP2202", (built, tasks) =>
                tasks.Of("child").Artifacts[RecordedTask.Image] = tasks.Of("app").Artifacts[RecordedTask.Image]),
            ["the last byte of the archive"] = ("SLIP2202", (built, tasks) =>
            {
                byte[] archive = [.. tasks.Of("child").Artifacts[RecordedTask.Image]];
                archive[^1] ^= 1;
                tasks.Of("child").Artifacts[RecordedTask.Image] = archive;
            }),
            ["a byte behind the archive"] = ("SLIP2202", (built, tasks) => tasks.Of("child").Artifacts[
                RecordedTask.Image] = [.. tasks.Of("child").Artifacts[RecordedTask.Image], 0]),
            ["a builder that is not pinned"] = ("is not pinned by its digest", (built, tasks) =>
                tasks.Redefine("base", task => task["payload"]!["image"] = "example/image-builder:1")),
            ["a builder that nobody allowed"] = ("which nobody allowed", (built, tasks) =>
                tasks.Of("base").Resign(built.Worker, statement =>
                    statement["environment"]!["imageHash"] = $"sha256:{new string('c', 64)}")),
            ["another digest than the tree gives"] = ("it claims two digests of", (built, tasks) =>
                tasks.Redefine("base", task => task["payload"]!["env"]!["SLIPWAY_DIGEST"] = new string('f', 64))),
            ["a context that is none of this revision"] = ("its environment names", (built, tasks) =>
                tasks.Decision.Republish(
                    built.Worker,
                    $"public/docker-contexts/{built.Sandbox.Name("base")}.tar.gz",
                    tasks.Decision.Artifacts[$"public/docker-contexts/{built.Sandbox.Name("app")}.tar.gz"])),
            ["a parent that the plan does not know"] = ("is not what its plan says", (built, tasks) =>
            {
                var child = tasks.Of("child");
                string other = built.TaskOf("base");
                child.Definition["payload"]!["env"]!["PARENT_TASK_ID"] = other;
                child.Resign(built.Worker, statement =>
                    statement["task"]!["payload"]!["env"]!["PARENT_TASK_ID"] = other);
            }),
        };

    private string[]? _layersBefore;

    public static TheoryData<string> Names => [.. Swaps.Keys];

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("buildah", "--version");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_child_of_a_child_whose_chain_holds_is_loaded()
    {
        await using var server = await built.DeployAsync();
        await AssertNothingAsync();

        var loaded = await built.Sandbox.JsonAsync("load", "--level", "3", built.Sandbox.Name("child"));
        var verdict = await built.Sandbox.JsonAsync("trust", "verify", built.TaskOf("child"));

        Assert.Equal(built.ImageIds["child"], $"sha256:{(string)loaded["imageHash"]!}");
        Assert.Equal(
            built.ImageIds["child"],
            await Tool.CheckAsync("docker", "image", "inspect", "--format", "{{.Id}}", built.ImageIds["child"]));
        Assert.Equal("accepted", (string)verdict["verdict"]!);
        Assert.Equal(
            new[] { built.Decision, built.TaskOf("base"), built.TaskOf("app"), built.TaskOf("child") }
                .Order(StringComparer.Ordinal),
            verdict["links"]!.AsArray().Select(link => (string)link!["taskId"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_swap_is_refused_and_leaves_nothing(string name)
    {
        var (says, change) = Swaps[name];
        await using var server = await built.DeployAsync(tasks =>
        {
            change(built, tasks);
            return Task.CompletedTask;
        });
        await AssertNothingAsync();

        var byName = await built.Sandbox.SlipwayAsync("load", "--level", "3", built.Sandbox.Name("child"));
        var byTask = await built.Sandbox.SlipwayAsync("load", "--level", "3", "--task-id", built.TaskOf("child"));

        Assert.Equal((4, 4), (byName.ExitCode, byTask.ExitCode));
        Assert.Contains(says, byName.Error, StringComparison.Ordinal);
        Assert.Contains(says, byTask.Error, StringComparison.Ordinal);
        await AssertNothingAsync();
        Assert.Empty(await Tool.CheckAsync("find", built.Sandbox.Home, "-path", "*/blobs/*", "-type", "f"));
    }

    [Theory]
    [InlineData("FROM debian:12\n", "debian:12, which is not pinned by its digest", false)]
    [InlineData("FROM debian:12@sha256:{pin}\n", "a base that nobody allowed", false)]
    [InlineData("FROM scratch\n", "the tree at its revision makes", true)]
    public async Task An_image_on_a_base_that_does_not_count_is_refused(string dockerfile, string says, bool hasTree)
    {
        await using var server = await built.DeployAsync(tasks => tasks.ReplaceContextAsync(
            "base", dockerfile.Replace("{pin}", new string('d', 64), StringComparison.Ordinal)));
        string policy = $"{built.PolicyFile}.bases";
        await File.WriteAllTextAsync(
            policy, built.Policy("bases: [example.org/bases/*]"), TestContext.Current.CancellationToken);
        await AssertNothingAsync();

        // Where there is no checkout nobody can say what the tree gives; the Dockerfile is in the context all the same.
        var refused = await Tool.RunAsync(
            Machine.Slipway,
            [
                "load", "--level", "3", "--backend", "taskcluster", "--policy", policy, "--task-id",
                built.TaskOf("child"),
            ],
            hasTree ? built.Sandbox.Tree : Path.GetTempPath(),
            built.Sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(refused.ExitCode == 4, refused.Error);
        Assert.Contains(says, refused.Error, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task An_archive_that_the_Queue_lists_and_the_storage_lacks_is_an_error()
    {
        await using var server = await built.DeployAsync();
        foreach (string key in server.Blobs.All.Keys.Where(key =>
            key.Contains(built.TaskOf("child"), StringComparison.Ordinal)
            && key.EndsWith(RecordedTask.Image, StringComparison.Ordinal)).ToList())
        {
            server.Blobs.Remove(key);
        }

        await AssertNothingAsync();

        var refused = await built.Sandbox.SlipwayAsync("load", "--level", "3", built.Sandbox.Name("child"));

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("SLIP", refused.Error, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    /// <summary>Neither an image nor a layer of this push is in the engine.</summary>
    private async Task AssertNothingAsync()
    {
        foreach (string id in built.ImageIds.Values)
        {
            var found = await Tool.RunAsync("docker", ["image", "inspect", id]);
            Assert.NotEqual(0, found.ExitCode);
        }

        Assert.Equal(_layersBefore ??= await LayersAsync(), await LayersAsync());
    }

    /// <summary>
    /// Those layers of the push that the engine has: what another test built on them may have left some in its cache.
    /// </summary>
    private async Task<string[]> LayersAsync()
    {
        // Where the engine keeps its layers, by the hash of what they hold together with those below them.
        string root = await Tool.CheckAsync(
            "docker", "info", "--format", "{{.DockerRootDir}}/image/{{.Driver}}/layerdb");
        return [.. built.ChainIds
            .Where(id => Directory.Exists(Path.Join(root, "sha256", id)))
            .Order(StringComparer.Ordinal)];
    }
}
