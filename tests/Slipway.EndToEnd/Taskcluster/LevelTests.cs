using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Taskcluster;

[Collection(BuiltDeploymentCollection.Name)]
public sealed class LevelTests(BuiltDeployment built) : IAsyncLifetime
{
    private static readonly string[] TouchedByTheChange = ["hello", "hello-build", "lint", "nightly"];

    private Deployment Deployment => built.Deployment;

    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void A_push_at_level_3_builds_and_indexes_the_whole_example()
    {
        Assert.Equal(ExampleCopy.Images, built.Short(built.Main.With("new")));
        Assert.All(Deployment.TasksOf(built.Main), task => Assert.Equal("completed", task.State));
        foreach (var (image, found) in built.Main.Images)
        {
            string task = (string)found!["taskId"]!;
            string top = $"example.cache.level-3.docker.v2.{image}";
            Assert.Equal($"{top}.hash.{found["digest"]}", (string)found["namespace"]!);
            Assert.Equal(task, Deployment.Server.Index.Find((string)found["namespace"]!)?.TaskId);
            Assert.Equal(task, Deployment.Server.Index.Find($"{top}.latest")?.TaskId);
            Assert.Equal(
                task,
                Assert
                    .Single(
                        Deployment.Server.Index.All,
                        entry => entry.Namespace.StartsWith($"{top}.pushdate.", StringComparison.Ordinal))
                    .TaskId);
        }
    }

    [Fact]
    public async Task What_the_tasks_have_built_is_found_at_level_3()
    {
        var machine = await built.NewMachineAsync();

        var plan = await machine.JsonAsync("plan", "--backend", "taskcluster", "--project", "main");

        Assert.Equal(
            ExampleCopy.Images.Select(image => $"{image}: reuse from 3").Order(StringComparer.Ordinal),
            plan["images"]!
                .AsArray()
                .Select(image =>
                    $"{built.Short([(string)image!["name"]!])[0]}: {image["action"]} from {image["level"]}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("base")]
    [InlineData("toolchain", "base")]
    [InlineData("docs", "toolchain")]
    [InlineData("shell-loud", "base")]
    [InlineData("hello", "base", "hello-build")]
    [InlineData("nightly", "hello", "lint")]
    public async Task The_chain_of_trust_of_an_image_names_the_tasks_of_its_parents(
        string image, params string[] parents)
    {
        string task = built.Main.TaskOf(built.Name(image));

        var trust = await Deployment.DownloadJsonAsync(task, "public/chain-of-trust.json");

        Assert.Equal(
            parents.Select(parent => built.Main.TaskOf(built.Name(parent))).Order(StringComparer.Ordinal),
            ParentsOf(trust["task"]!));
    }

    [Fact]
    public void A_push_at_level_1_builds_what_its_change_touches_and_reuses_the_rest_from_level_3()
    {
        string[] reused = [.. ExampleCopy.Images.Except(TouchedByTheChange)];

        Assert.Equal(TouchedByTheChange, built.Short(built.Changed.With("new")));
        Assert.Equal(reused, built.Short(built.Changed.With("reused")));
        Assert.All(
            reused,
            image => Assert.Equal(built.Main.TaskOf(built.Name(image)), built.Changed.TaskOf(built.Name(image))));
        Assert.Equal(TouchedByTheChange.Length, Deployment.TasksOf(built.Changed).Length);
        Assert.All(Deployment.TasksOf(built.Changed), task => Assert.Equal("completed", task.State));
    }

    [Fact]
    public void What_level_1_builds_is_indexed_at_level_1_on_parents_of_level_3()
    {
        string[] namespaces =
        [
            .. Deployment.TasksOf(built.Changed)
                .SelectMany(task => task.Definition["routes"]!.AsArray().Select(route => (string)route!)),
        ];
        var hello = Deployment.Server.Tasks.Find(built.Changed.TaskOf(built.Name("hello")))!;

        Assert.Equal(3 * TouchedByTheChange.Length, namespaces.Length);
        Assert.All(
            namespaces,
            ns => Assert.StartsWith("index.example.cache.level-1.docker.v2.", ns, StringComparison.Ordinal));
        Assert.Equal(
            new[] { built.Main.TaskOf(built.Name("base")), built.Changed.TaskOf(built.Name("hello-build")) }.Order(
                StringComparer.Ordinal),
            ParentsOf(hello.Definition));
    }

    [Fact]
    public async Task A_push_at_level_1_finds_what_level_1_has_built()
    {
        var machine = await built.NewMachineAsync();

        var plan = await machine.JsonAsync("--root", built.ChangedTree, "plan", "--project", "try");

        Assert.Equal(
            TouchedByTheChange,
            built.Short(
                plan["images"]!
                    .AsArray()
                    .Where(image => (string)image!["level"]! == "1")
                    .Select(image => (string)image!["name"]!)));
        Assert.All(plan["images"]!.AsArray(), image => Assert.Equal("reuse", (string)image!["action"]!));
    }

    [Fact]
    public async Task A_push_at_level_3_never_uses_what_level_1_has_built()
    {
        var decision = await Deployment.DecideAsync(built.Trusted, built.ChangedTree);

        Assert.Equal(TouchedByTheChange, built.Short(decision.With("new")));
        Assert.All(TouchedByTheChange, image =>
            Assert.NotEqual(built.Changed.TaskOf(built.Name(image)), decision.TaskOf(built.Name(image))));
        Assert.Equal(
            TouchedByTheChange.Length,
            Deployment.TasksOf(decision).Count(task => (string)task.Definition["workerType"]! == "level-3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_for_what_was_built_creates_nothing(bool isSameGroup)
    {
        int tasks = Deployment.TasksOf(built.Main).Length;

        var decision = isSameGroup
            ? await Deployment.DecideAgainAsync(built.Main, built.Trusted, built.Tree)
            : await Deployment.DecideAsync(built.Trusted, built.Tree);

        Assert.Equal(ExampleCopy.Images, built.Short(decision.With("reused")));
        Assert.Empty(decision.Graph);
        Assert.Equal(isSameGroup ? tasks : 0, Deployment.TasksOf(decision).Length);
    }

    // All of them stand in the environment, which the worker signs for.
    private static IEnumerable<string> ParentsOf(JsonNode task) =>
        JsonNode.Parse((string?)task["payload"]!["env"]!["SLIPWAY_PARENTS"] ?? "{}")!.AsObject()
            .Select(parent => (string)parent.Value!)
            .Order(StringComparer.Ordinal);
}
