using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What the commands that tell of builds say when tasks made them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TaskclusterBackendTests
{
    private static readonly string[] Backend = ["--backend", "taskcluster"];

    [Fact]
    public async Task The_history_of_an_image_is_that_of_its_tasks()
    {
        await using var tree = new DecisionTree();
        var first = tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        tree.Write("images/app/Dockerfile", "FROM base\nLABEL v=2\n");
        tree.StartDecision(1);
        tree.Date += 60;
        var second = tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));

        var run = await tree.RunAsync(["history", "app", "--json", .. Backend]);
        var builds = JsonNode.Parse(run.Output)!.AsArray();

        Assert.Equal([second["app"], first["app"]], builds.Select(build => (string)build!["build"]!));
        Assert.Equal(("changed", "context changed"), ((string)builds[0]!["reason"]!, (string)builds[0]!["text"]!));
        Assert.Equal("first", (string)builds[1]!["reason"]!);
        Assert.Equal("abc", (string)builds[0]!["revision"]!);
        Assert.Contains(
            "the first that the index has",
            (await tree.RunAsync(["history", "base", .. Backend])).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_history_is_the_newest_part_of_it()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        tree.Write("images/app/Dockerfile", "FROM base\nLABEL v=2\n");
        tree.StartDecision(1);
        tree.Date += 60;
        var second = tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));

        var run = await tree.RunAsync(["history", "app", "--limit", "1", "--json", .. Backend]);

        var build = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!;
        Assert.Equal(second["app"], (string)build["build"]!);
        Assert.Equal("changed", (string)build["reason"]!);
    }

    [Fact]
    public async Task The_log_of_an_image_is_that_of_its_newest_task()
    {
        await using var tree = new DecisionTree();
        var tasks = tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));

        Assert.Equal("built app\n", (await tree.RunAsync(["log", "app", .. Backend])).Output);
        Assert.Equal(
            "built base\n", (await tree.RunAsync(["log", "app", "--task-id", tasks["base"], .. Backend])).Output);
        Assert.Contains(
            tasks["app"], (await tree.RunAsync(["log", "app", "--list", .. Backend])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_built_is_told_with_where_it_was_looked_for()
    {
        await using var tree = new DecisionTree();
        string server = tree.Server.RootUrl.AbsoluteUri.TrimEnd('/');

        foreach (string command in new[] { "history", "log" })
        {
            var run = await tree.RunAsync([command, "app", .. Backend]);

            Assert.Equal(3, run.ExitCode);
            Assert.Contains(
                $"Neither this store nor the index of {server} has a build of app",
                run.Error,
                StringComparison.Ordinal);
        }

        Assert.Contains(
            $"neither the store nor the index of {server} has a build of it",
            (await tree.RunAsync(["why", "app", .. Backend])).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_is_told_from_what_the_task_and_its_context_say()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json", "--upload")));
        Assert.Contains(
            "has the same inputs", (await tree.RunAsync(["why", "app", .. Backend])).Output, StringComparison.Ordinal);
        tree.Write("images/app/Dockerfile", "FROM base\nCOPY new /\n");
        tree.Write("images/app/new", "new");
        tree.Write("images/base/Dockerfile", "FROM scratch\nLABEL v=2\n");

        var answer = JsonNode.Parse((await tree.RunAsync(["why", "app", "--json", .. Backend])).Output)!;
        string[] told = [.. answer["told"]!.AsArray().Select(line => (string)line!)];

        Assert.Equal("changed", (string)answer["verdict"]!);
        Assert.Equal(["Dockerfile changed", "new is new"], told[..2]);
        Assert.StartsWith("its parent base was ", told[2], StringComparison.Ordinal);
        Assert.Equal(3, told.Length);
    }

    [Fact]
    public async Task Why_does_without_the_files_when_they_are_gone()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        tree.Write("images/lint/Dockerfile", "FROM scratch\nLABEL lint=2\n");

        Assert.Contains(
            "the files that the task got are gone",
            (await tree.RunAsync(["why", "lint", .. Backend])).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_asks_the_deployment()
    {
        await using var tree = new DecisionTree();
        var all = await CheckAsync(tree);
        tree.UseScopes("auth:current-scopes", "index:find-task:*", "queue:*");
        var some = await CheckAsync(tree);
        tree.UseScopes("index:find-task:*");
        var unknown = await CheckAsync(tree);
        Environment.SetEnvironmentVariable("TASKCLUSTER_ROOT_URL", "http://127.0.0.1:1");
        var none = await CheckAsync(tree);

        Assert.Equal(("ok", "ok"), (all["taskcluster"].State, all["scopes"].State));
        Assert.Equal("warning", some["scopes"].State);
        Assert.Contains("index:list-tasks:test.*", some["scopes"].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("queue:", some["scopes"].Detail, StringComparison.Ordinal);
        Assert.Contains("not known", unknown["scopes"].Detail, StringComparison.Ordinal);
        Assert.Equal("problem", none["taskcluster"].State);
        Assert.False(none.ContainsKey("scopes"));
    }

    [Fact]
    public async Task A_namespace_whose_task_is_gone_is_not_found()
    {
        await using var tree = new DecisionTree();
        var tasks = tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        tree.Server.Tasks.Remove(tasks["base"]);

        var run = await tree.RunAsync(
            ["load", "--namespace", "test.cache.level-1.docker.v2.base.latest", .. Backend]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(tasks["base"], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parent_that_is_gone_although_its_task_is_there_is_built_again()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        tree.Write("images/app/Dockerfile", "FROM base\nLABEL v=2\n");
        tree.StartDecision(1);
        Assert.Equal(["docker-image-app"], Labels(await tree.DecideAsync(1, "--json", "--plan")));
        foreach (string task in tree.Server.Tasks.All.Select(task => task.Id).ToList())
        {
            tree.Server.Tasks.RemoveArtifact(task, "public/image.tar.zst");
        }

        Assert.Equal(
            ["docker-image-app", "docker-image-base"], Labels(await tree.DecideAsync(1, "--json", "--plan")));
    }

    [Fact]
    public async Task A_pull_request_is_called_by_its_branch()
    {
        await using var tree = new DecisionTree();
        string[] branch = ["--pull-request", "feature/x"];
        var decision = DecisionTree.Answer(await tree.DecideAsync(1, ["--json", .. branch]));
        tree.Build(decision);

        Assert.StartsWith(
            "test.cache.pr.feature-x-217d2bf51f16.docker.v2.app.hash.",
            (string)decision["images"]!["app"]!["namespace"]!,
            StringComparison.Ordinal);
        Assert.Contains(
            "found at pr.feature-x-217d2bf51f16",
            (await tree.RunAsync(["plan", "app", .. branch, .. Backend])).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "found at",
            (await tree.RunAsync(["plan", "app", "--pull-request", "feature-x", .. Backend])).Output,
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Labels(CliRun run) =>
        DecisionTree.Answer(run)["tasks"]!
            .AsObject()
            .Select(task => (string)task.Value!["label"]!)
            .Order(StringComparer.Ordinal);

    private static async Task<Dictionary<string, (string State, string Detail)>> CheckAsync(DecisionTree tree)
    {
        var run = await tree.RunAsync(["doctor", "--json", .. Backend]);
        return JsonNode.Parse(run.Output)!
            .AsArray()
            .GroupBy(check => (string)check!["name"]!, StringComparer.Ordinal)
            .ToDictionary(
                checks => checks.Key,
                checks => ((string)checks.First()!["state"]!, (string)checks.First()!["detail"]!),
                StringComparer.Ordinal);
    }
}
