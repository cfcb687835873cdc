using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Commands;

[Collection(ProcessEnvironment.Name)]
public sealed class DecisionCommandTests
{
    [Fact]
    public async Task A_push_at_level_3_makes_a_task_for_every_image_that_the_Queue_takes()
    {
        await using var tree = new DecisionTree();
        tree.StartDecision(3);
        var answer = DecisionTree.Answer(await tree.DecideAsync(3, "--json"));

        Assert.Equal(["app", "base", "lint"], Keys(answer["images"]));
        Assert.Equal(3, answer["created"]!.AsArray().Count);
        foreach (string id in answer["created"]!.AsArray().Select(id => (string)id!))
        {
            var task = tree.Server.Tasks.Find(id)!;
            Assert.Equal("test-3", (string?)task.Definition["provisionerId"]);
            Assert.Equal("images", (string?)task.Definition["workerType"]);
            Assert.Equal(tree.Decision, (string?)task.Definition["taskGroupId"]);
            Assert.Equal("unscheduled", task.State);
            Assert.Equal("10", (string?)task.Definition["payload"]!["env"]!["DOCKER_IMAGE_ZSTD_LEVEL"]);
        }

        Assert.Equal(
            ["app.tar.gz", "base.tar.gz", "lint.tar.gz"],
            Directory.GetFiles(tree.PathOf("contexts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(JsonNode.DeepEquals(
            answer["images"], JsonNode.Parse(await File.ReadAllTextAsync(tree.PathOf("out/image-tasks.json"), Token))));
        Assert.True(JsonNode.DeepEquals(
            answer["tasks"], JsonNode.Parse(await File.ReadAllTextAsync(tree.PathOf("out/task-graph.json"), Token))));
    }

    [Fact]
    public async Task A_second_decision_creates_nothing()
    {
        await using var tree = new DecisionTree();
        DecisionTree.Answer(await tree.DecideAsync(1, "--json"));
        var again = DecisionTree.Answer(await tree.DecideAsync(1, "--json"));

        Assert.Empty(again["created"]!.AsArray());
        Assert.Equal(3, again["kept"]!.AsArray().Count);
        Assert.All(again["kept"]!.AsArray(), task => Assert.Equal("unscheduled", (string?)task!["state"]));
        Assert.Equal(4, tree.Server.Tasks.All.Length);
    }

    [Fact]
    public async Task Level_1_reuses_what_level_3_built_and_builds_only_what_it_changed()
    {
        await using var tree = new DecisionTree();
        tree.StartDecision(3);
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(3, "--json")));
        tree.Write("images/app/Dockerfile", "FROM base\nLABEL v=2\n");
        tree.StartDecision(1);

        var run = await tree.DecideAsync(1);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"3 images: reused 2 from level-3; 1 task created, 0 kept in group {tree.Decision}.",
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal(["app.tar.gz"], Directory.GetFiles(tree.PathOf("contexts")).Where(IsNew).Select(Path.GetFileName));

        bool IsNew(string file) => Path.GetFileName(file) == "app.tar.gz";
    }

    [Fact]
    public async Task Level_3_never_uses_what_level_1_built()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        Assert.Empty(DecisionTree.Answer(await tree.DecideAsync(1, "--json", "--plan"))["tasks"]!.AsObject());
        tree.StartDecision(3);

        Assert.Equal(3, DecisionTree.Answer(await tree.DecideAsync(3, "--json"))["created"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_pull_request_uses_trusted_images_and_is_indexed_in_its_own_scope()
    {
        await using var tree = new DecisionTree();
        var answer = DecisionTree.Answer(await tree.RunAsync(
            "decision", "--level", "1", "--project", "app", "--pushdate", "1794000000", "--revision", "abc", "--owner",
            "dev@example.com", "--tasks-for", "github-pull-request", "--head-repository", "https://github.com/fork/app",
            "--head-ref", "fix", "--base-repository", "https://github.com/owner/app", "--plan", "--json", "base"));

        var task = answer["tasks"]!.AsObject().Single().Value!["task"]!;
        string route = Assert.Single(task["routes"]!.AsArray().Select(item => (string)item!));
        Assert.StartsWith("index.test.cache.pr.fix-", route, StringComparison.Ordinal);
        Assert.Equal("https://github.com/fork/app/blob/abc/images/base", (string?)task["metadata"]!["source"]);
    }

    [Fact]
    public async Task A_plan_is_printed_and_nothing_is_created_or_written()
    {
        await using var tree = new DecisionTree();
        var run = await tree.DecideAsync(1, "--plan");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3 images: none reused; 3 tasks to create", run.Output, StringComparison.Ordinal);
        Assert.Single(tree.Server.Tasks.All);
        Assert.False(Directory.Exists(tree.PathOf("out")));
        Assert.False(Directory.Exists(tree.PathOf("contexts")));
    }

    [Fact]
    public async Task Parameters_of_taskgraph_are_read_and_options_go_before_them()
    {
        await using var tree = new DecisionTree();
        tree.Write(
            "parameters.yml",
            """
            level: '3'
            project: main
            build_date: 1794000000
            owner: dev@example.com
            tasks_for: hg-push
            head_repository: https://hg.example.com/main
            base_repository: https://hg.example.com/unified
            head_rev: abc
            repository_type: hg
            files_changed: [a]
            """);
        var answer = DecisionTree.Answer(await tree.RunAsync(
            "decision", "--parameters", tree.PathOf("parameters.yml"), "--level", "1", "--plan", "--json", "base"));

        var environment = answer["tasks"]!.AsObject().Single().Value!["task"]!["payload"]!["env"]!;
        Assert.Equal("main", (string?)environment["PROJECT"]);
        Assert.Equal("level-1", (string?)environment["SLIPWAY_SCOPE"]);
        Assert.Equal("https://hg.example.com/unified", (string?)environment["VCS_BASE_REPOSITORY"]);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_told_at_once()
    {
        await using var tree = new DecisionTree();
        tree.Write("parameters.yml", "level: '3'\nproject: main\n");
        var run = await tree.RunAsync("decision", "--parameters", tree.PathOf("parameters.yml"), "--plan");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(5, run.Error.Split("SLIP2101").Length - 1);
        Assert.Contains("Give --owner, or add 'owner' to the parameters.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_of_a_task_the_group_has_to_be_given()
    {
        await using var tree = new DecisionTree();
        string group = tree.Decision;
        Environment.SetEnvironmentVariable("TASK_ID", null);

        Assert.Contains("SLIP2104", (await tree.DecideAsync(1)).Error, StringComparison.Ordinal);
        Assert.Contains(
            "SLIP2113",
            (await tree.DecideAsync(1, "--task-group-id", group, "--upload")).Error,
            StringComparison.Ordinal);
        Assert.Equal(0, (await tree.DecideAsync(1, "--task-group-id", group)).ExitCode);
    }

    [Fact]
    public async Task Contexts_and_results_can_be_uploaded_to_the_task_that_decides()
    {
        await using var tree = new DecisionTree();
        var answer = DecisionTree.Answer(await tree.DecideAsync(1, "--upload", "--json"));

        Assert.Equal(3, answer["created"]!.AsArray().Count);
        Assert.Equal(
            [
                "public/docker-contexts/app.tar.gz", "public/docker-contexts/base.tar.gz",
                "public/docker-contexts/lint.tar.gz", "public/image-tasks.json", "public/task-graph.json",
            ],
            tree.Server.Tasks.Find(tree.Decision)!.Artifacts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var tree = new DecisionTree();
        tree.UseScopes("queue:get-task:*", "queue:status:*", "queue:create-task:*", "queue:scheduler-id:*", "index:*");
        var run = await tree.DecideAsync(1);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("queue:route:index.test.cache.level-1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_use_images_are_created_behind_them_and_once()
    {
        await using var tree = new DecisionTree();
        tree.Write(
            "ci/lint.yml",
            """
            provisionerId: test-1
            workerType: linux
            payload:
              docker-image: {in-tree: lint}
              command: [lint]
              maxRunTime: 600
              features: {chainOfTrust: true}
            """);
        string[] options = ["--tasks", tree.PathOf("ci"), "--json", "lint"];
        var answer = DecisionTree.Answer(await tree.DecideAsync(1, options));

        string image = (string)answer["images"]!["lint"]!["taskId"]!;
        var task = tree.Server.Tasks.Find(
            answer["created"]!.AsArray().Select(id => (string)id!).Single(id => id != image))!;
        Assert.Equal(image, (string?)Assert.Single(task.Definition["dependencies"]!.AsArray()));
        Assert.Equal(image, (string?)task.Definition["payload"]!["image"]!["taskId"]);
        Assert.Equal(image, (string?)task.Definition["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]);
        Assert.Empty(DecisionTree.Answer(await tree.DecideAsync(1, options))["created"]!.AsArray());
    }

    [Fact]
    public async Task What_the_tasks_use_is_built_too()
    {
        await using var tree = new DecisionTree();
        tree.Write("ci/x.json", """{"taskQueueId": "a/b", "payload": {"image": {"in-tree": "app"}}}""");
        var answer = DecisionTree.Answer(
            await tree.DecideAsync(1, "--tasks", tree.PathOf("ci"), "--json", "--plan", "lint"));

        Assert.Equal(["app", "base", "lint"], Keys(answer["images"]));
        Assert.Equal(4, answer["tasks"]!.AsObject().Count);
    }

    [Fact]
    public async Task A_mistake_in_a_definition_stops_the_decision_before_anything_is_done()
    {
        await using var tree = new DecisionTree();
        tree.Write("ci/x.yml", "taskQueueId: a/b\npayload:\n  image: {in-tree: ap}\n");
        var run = await tree.DecideAsync(1, "--tasks", tree.PathOf("ci"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{tree.PathOf("ci/x.yml")}:3:20", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'app'?", run.Error, StringComparison.Ordinal);
        Assert.Single(tree.Server.Tasks.All);
        Assert.False(Directory.Exists(tree.PathOf("contexts")));
    }

    [Fact]
    public async Task A_tree_with_taskgraphs_files_gets_the_tasks_that_taskgraph_makes()
    {
        await using var tree = new DecisionTree();
        File.Delete(tree.PathOf("slipway.yml"));
        tree.Write(
            "taskcluster/config.yml",
            """
            trust-domain: app
            task-priority: {by-project: {main: medium, default: low}}
            task-expires-after: 14 days
            treeherder: {group-names: {I: Images}}
            index: {products: [firefox]}
            workers:
              aliases:
                images: {provisioner: 'app-{level}', implementation: docker-worker, os: linux, worker-type: '{alias}-gcp'}
            """);
        tree.Write("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n");
        tree.Write(
            "taskcluster/kinds/docker-image/kind.yml",
            """
            loader: taskgraph.loader.transform:loader
            transforms: [taskgraph.transforms.docker_image:transforms]
            tasks:
              base: {symbol: I(base), index: {product: firefox, job-name: base-image, type: generic}}
              app: {symbol: I(app), parent: base}
            """);
        tree.Write("taskcluster/docker/base/Dockerfile", "FROM debian:12\n");
        tree.Write("taskcluster/docker/app/Dockerfile", "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n");
        var answer = DecisionTree.Answer(await tree.DecideAsync(1, "--plan", "--json"));

        var tasks = answer["tasks"]!.AsObject().Select(pair => pair.Value!["task"]!).ToList();
        Assert.Equal(2, tasks.Count);
        string digest = (string)answer["images"]!["base"]!["digest"]!;
        Assert.Equal(
            [
                $"index.app.cache.level-1.docker-images.v2.base.hash.{digest}",
                "index.app.cache.level-1.docker-images.v2.base.latest",
                "index.app.cache.level-1.docker-images.v2.base.pushdate.2026.11.06.20261106212000",
                "index.app.v2.try.latest.firefox.base-image",
                "index.app.v2.try.pushdate.2026.11.06.20261106212000.firefox.base-image",
                "index.app.v2.try.pushlog-id.0.firefox.base-image",
                "index.app.v2.try.revision.abc.firefox.base-image",
                "tc-treeherder.v2.try.abc.0",
            ],
            tasks[0]["routes"]!.AsArray().Select(route => (string)route!).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("app-1", "images-gcp", "low"),
            ((string?)tasks[0]["provisionerId"], (string?)tasks[0]["workerType"], (string?)tasks[0]["priority"]));
        Assert.Equal("app-level-1", (string?)tasks[0]["schedulerId"]);
        Assert.Equal(
            (string)answer["images"]!["base"]!["taskId"]!, (string?)tasks[1]["payload"]!["env"]!["PARENT_TASK_ID"]);
        Assert.Equal("{\"DOCKER_IMAGE_PACKAGES\":\"\"}", (string?)tasks[1]["payload"]!["env"]!["DOCKER_BUILD_ARGS"]);
    }

    [Fact]
    public async Task Files_are_resolved_with_what_a_decision_wrote_and_with_the_index()
    {
        await using var tree = new DecisionTree();
        var answer = DecisionTree.Answer(await tree.DecideAsync(1, "--json"));
        string decided = (string)answer["images"]!["app"]!["taskId"]!;
        tree.Write("t.yml", "taskId: {{#task_id_for_image}}app{{/task_id_for_image}}\nimage: {in-tree: app}\n");

        var fromFile = await tree.RunAsync(
            "resolve", "--json", "--image-tasks", tree.PathOf("out/image-tasks.json"), tree.PathOf("t.yml"));
        Assert.Equal(0, fromFile.ExitCode);
        Assert.Equal(
            [decided, decided], JsonNode.Parse(fromFile.Output)!.AsArray().Select(item => (string?)item!["reference"]));

        string[] fromIndex = ["resolve", "--backend", "taskcluster", "--json", tree.PathOf("t.yml")];
        var missing = await tree.RunAsync(fromIndex);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("slipway decision", missing.Error, StringComparison.Ordinal);

        tree.Build(answer);
        var found = await tree.RunAsync(fromIndex);
        Assert.Equal(0, found.ExitCode);
        Assert.All(
            JsonNode.Parse(found.Output)!.AsArray(),
            item => Assert.True(TaskId.TryParse((string?)item!["reference"], out _)));
    }

    [Fact]
    public async Task A_namespace_is_checked_and_pinned_on_request()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        const string Namespace = "test.cache.level-1.docker.v2.base.latest";
        tree.Write("good.yml", $"image: {{type: indexed-image, path: public/image.tar.zst, namespace: {Namespace}}}\n");
        tree.Write("bad.yml", "image: {indexed: test.nothing}\n");
        string copy = tree.PathOf("copy.yml");
        File.Copy(tree.PathOf("good.yml"), copy);

        Assert.Equal(
            3, (await tree.RunAsync("resolve", "--backend", "taskcluster", "--json", tree.PathOf("bad.yml"))).ExitCode);
        Assert.Equal(
            0, (await tree.RunAsync("resolve", "--backend", "taskcluster", "--in-place", "--json", copy)).ExitCode);
        Assert.Equal(
            await File.ReadAllTextAsync(tree.PathOf("good.yml"), Token), await File.ReadAllTextAsync(copy, Token));
        Assert.Equal(
            0,
            (
                await tree.RunAsync(
                    "resolve", "--backend", "taskcluster", "--in-place", "--pin-indexed", "--json", copy)).ExitCode);
        Assert.StartsWith(
            "image: {\"type\": \"task-image\"", await File.ReadAllTextAsync(copy, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_task_is_gone_counts_as_not_found_with_a_warning()
    {
        await using var tree = new DecisionTree();
        tree.Build(DecisionTree.Answer(await tree.DecideAsync(1, "--json")));
        foreach (var task in tree.Server.Tasks.All.Where(task => task.State == "completed"))
        {
            tree.Server.Tasks.Remove(task.Id);
        }

        var run = await tree.DecideAsync(1, "--plan", "--json");
        Assert.Equal(3, DecisionTree.Answer(run)["tasks"]!.AsObject().Count);
        Assert.Contains("SLIP1304", run.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Keys(JsonNode? map) => map!.AsObject().Select(pair => pair.Key);
}
