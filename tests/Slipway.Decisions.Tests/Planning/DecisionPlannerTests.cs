using System.Text.Json.Nodes;
using CsCheck;
using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using static Slipway.Decisions.Tests.Planning.DecisionCase;

namespace Slipway.Decisions.Tests.Planning;

public sealed class DecisionPlannerTests
{
    [Fact]
    public void Each_image_that_is_missing_gets_a_task_behind_those_of_its_parents()
    {
        var plan = new DecisionCase().Decide(EmptyTree().Image("base").Image("app", ["base"]));

        Assert.Equal(["docker-image-base", "docker-image-app"], plan.Tasks.Select(task => task.Label));
        var (parent, child) = (plan.Tasks[0], plan.Tasks[1]);
        Assert.Equal([Group.Value], Texts(parent.Definition["dependencies"]));
        Assert.Equal([parent.Id.Value], Texts(child.Definition["dependencies"]));
        Assert.Equal(parent.Id, child.Dependencies["parent"]);
        Assert.Equal(parent.Id.Value, Env(child, "PARENT_TASK_ID"));
        Assert.Equal($"{{\"base\":\"{parent.Id}\"}}", Env(child, "SLIPWAY_PARENTS"));
        Assert.Equal(parent.Id.Value, (string?)child.Definition["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]);
        Assert.Null(Env(parent, "PARENT_TASK_ID"));
        Assert.Null(Env(parent, "SLIPWAY_PARENTS"));
    }

    [Fact]
    public void A_parent_that_is_reused_is_named_and_not_waited_for()
    {
        var tree = EmptyTree().Image("base").Image("app", ["base"]).Built("base", 3);
        var plan = new DecisionCase().Decide(tree);

        var child = Assert.Single(plan.Tasks);
        var found = plan.Images[TestTree.Name("base")];
        Assert.False(found.IsNew);
        Assert.Equal("level-3", found.Scope.Text);
        Assert.Equal([Group.Value], Texts(child.Definition["dependencies"]));
        Assert.Equal(found.Task.Value, Env(child, "PARENT_TASK_ID"));
        Assert.Equal(found.Task.Value, (string?)child.Definition["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]);
    }

    [Fact]
    public void Level_3_never_uses_a_task_that_level_1_made()
    {
        var tree = EmptyTree().Image("base").Built("base", 1);

        Assert.Empty(new DecisionCase { Level = 1 }.Decide(tree).Tasks);
        Assert.Single(new DecisionCase { Level = 3 }.Decide(tree).Tasks);
    }

    [Fact]
    public void Names_of_one_digest_share_a_task_with_the_routes_of_both()
    {
        var plan = new DecisionCase().Decide(
            EmptyTree().Image("old", content: "same").Image("new", content: "same").Image("app", ["old", "new"]));

        Assert.Equal(2, plan.Tasks.Length);
        var shared = plan.Tasks[0];
        Assert.Equal(["old", "new"], shared.Images.Select(image => image.Value));
        Assert.Equal(shared.Id, plan.Images[TestTree.Name("old")].Task);
        Assert.Equal(shared.Id, plan.Images[TestTree.Name("new")].Task);
        string digest = TestTree.DigestOf("same").ToString();
        Assert.Contains($"index.gecko.cache.level-1.docker.v2.old.hash.{digest}", Texts(shared.Definition["routes"]));
        Assert.Contains($"index.gecko.cache.level-1.docker.v2.new.hash.{digest}", Texts(shared.Definition["routes"]));
        Assert.Equal([shared.Id.Value], Texts(plan.Tasks[1].Definition["dependencies"]));
    }

    [Fact]
    public void A_second_decision_makes_the_same_tasks() =>
        Check.Sample(
            Gen.Select(Gen.Int[1, 3], Gen.Bool),
            sample =>
            {
                var (level, isRequest) = sample;
                var push = new DecisionCase { Level = level, PullRequest = isRequest ? "7" : null };
                var tree = EmptyTree().Image("base").Image("app", ["base"]);
                var (first, second) = (push.Decide(tree), push.Decide(tree));
                return first
                    .Tasks.Zip(second.Tasks)
                    .All(pair =>
                        pair.First.Id == pair.Second.Id
                        && JsonNode.DeepEquals(pair.First.Definition, pair.Second.Definition));
            });

    [Fact]
    public void The_id_depends_on_digest_scope_and_group_and_on_nothing_else()
    {
        var one = new DecisionCase().Decide(EmptyTree().Image("base", content: "a")).Tasks[0].Id;

        Assert.Equal(
            one,
            new DecisionCase { TasksFor = "cron" }
                .Decide(EmptyTree().Image("renamed", content: "a"))
                .Tasks[0]
                .Id);
        Assert.NotEqual(one, new DecisionCase().Decide(EmptyTree().Image("base", content: "b")).Tasks[0].Id);
        Assert.NotEqual(
            one,
            new DecisionCase { Level = 3 }
                .Decide(EmptyTree().Image("base", content: "a"))
                .Tasks[0]
                .Id);
        Assert.NotEqual(
            one,
            new DecisionCase { PullRequest = "1" }
                .Decide(EmptyTree().Image("base", content: "a"))
                .Tasks[0]
                .Id);
    }

    [Fact]
    public void The_id_is_the_documented_one()
    {
        // The SHA-256 of the four lines, computed elsewhere: the id must never change.
        var id = DecisionIds.OfImage(default, IndexScope.Of(Level.Lowest), TaskId.Parse("MDEyMzQ1Rje4OWFiY2RlZg"));

        Assert.Equal(KnownId, id.Value);
    }

    private const string KnownId = "RD3DN-1MSlObaYLOyuNdvg";

    [Theory]
    [InlineData(1, "3")]
    [InlineData(2, "10")]
    [InlineData(3, "10")]
    public void The_environment_is_that_of_taskgraphs_image_tasks(int level, string zstd)
    {
        var tree = EmptyTree().Image("base", args: new() { ["B"] = "2", ["Ü"] = "é \"q\"" });
        var task = new DecisionCase { Level = level }.Decide(tree).Tasks[0];

        Assert.Equal(Group.Value, Env(task, "CONTEXT_TASK_ID"));
        Assert.Equal("public/docker-contexts/base.tar.gz", Env(task, "CONTEXT_PATH"));
        Assert.Equal(ContextHashOf(TestTree.Name("base")).ToString(), Env(task, "HASH"));
        Assert.Equal("try", Env(task, "PROJECT"));
        Assert.Equal("base", Env(task, "IMAGE_NAME"));
        Assert.Equal(zstd, Env(task, "DOCKER_IMAGE_ZSTD_LEVEL"));
        Assert.Equal("https://hg.example.com/unified", Env(task, "VCS_BASE_REPOSITORY"));
        Assert.Equal("https://hg.example.com/try", Env(task, "VCS_HEAD_REPOSITORY"));
        Assert.Equal("abc123", Env(task, "VCS_HEAD_REV"));
        Assert.Equal("hg", Env(task, "VCS_REPOSITORY_TYPE"));
        Assert.Equal("linux/amd64", Env(task, "SLIPWAY_PLATFORM"));
        Assert.Equal($"level-{level}", Env(task, "SLIPWAY_SCOPE"));
        Assert.Equal(TestTree.DigestOf("base").ToString(), Env(task, "SLIPWAY_DIGEST"));
        var arguments = JsonNode.Parse(Env(task, "DOCKER_BUILD_ARGS")!)!.AsObject();
        Assert.Equal(["B", "Ü"], arguments.Select(pair => pair.Key));
        Assert.Equal("é \"q\"", (string?)arguments["Ü"]);
    }

    [Fact]
    public void In_the_taskgraph_scheme_the_arguments_have_taskgraphs_own()
    {
        var tree = new TestTree { Config = Config with { Dialect = TaskgraphDialect.Instance } }.Image("base");

        Assert.Equal(
            "{\"DOCKER_IMAGE_PACKAGES\":\"\"}", Env(new DecisionCase().Decide(tree).Tasks[0], "DOCKER_BUILD_ARGS"));
    }

    [Fact]
    public void Times_and_settings_are_those_of_the_level()
    {
        var definition = new DecisionCase().Decide(EmptyTree().Image("base")).Tasks[0].Definition;

        Assert.Equal("2026-11-06T21:20:00.000Z", (string?)definition["created"]);
        Assert.Equal("2026-11-07T21:20:00.000Z", (string?)definition["deadline"]);
        Assert.Equal("2026-12-04T21:20:00.000Z", (string?)definition["expires"]);
        Assert.Equal("gecko-1", (string?)definition["provisionerId"]);
        Assert.Equal("images", (string?)definition["workerType"]);
        Assert.Equal("gecko-level-1", (string?)definition["schedulerId"]);
        Assert.Equal(Group.Value, (string?)definition["taskGroupId"]);
        Assert.Equal("lowest", (string?)definition["priority"]);
        Assert.False(definition.ContainsKey("projectId"));
        Assert.Equal(TestTree.Now.ToUnixTimeSeconds(), (long?)definition["extra"]!["index"]!["rank"]);
        Assert.Equal(
            "https://hg.example.com/try/file/abc123/taskcluster/docker/base",
            (string?)definition["metadata"]!["source"]);
        Assert.Equal("dev@example.com", (string?)definition["metadata"]!["owner"]);
        Assert.Equal(
            "2027-11-06T21:20:00.000Z",
            (string?)new DecisionCase { Level = 3 }.Decide(EmptyTree().Image("base")).Tasks[0].Definition["expires"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("mozillareleases/image_builder:5.1.0")]
    [InlineData("docker.io/mozillareleases/image_builder")]
    public void A_builder_that_does_not_know_parents_by_name_is_refused(string? builder)
    {
        var config = Config.With(DecisionCase.Tasks with { Image = builder });
        var tree = new TestTree { Config = config }.Image("base").Image("app", ["base"], written: "base");
        var problem = Assert.Single(
            Assert.Throws<SlipwayException>(() => new DecisionCase().Decide(tree)).Diagnostics);

        Assert.Equal(TaskCodes.BuilderUnfit, problem.Code);
        Assert.Equal(Severity.Error, problem.Severity);
        Assert.Contains("'image:' below 'taskcluster:'", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_builder_can_build_is_not_refused()
    {
        var single = new DecisionCase().Decide(
            EmptyTree().Image("base").Image("app", ["base"], written: "$DOCKER_IMAGE_PARENT"));
        var reused = new DecisionCase().Decide(
            EmptyTree().Image("base").Image("app", ["base"], written: "base").Built("app", 3));
        var own = Config.With(DecisionCase.Tasks with { Image = "own/builder:1" });
        var configured = new DecisionCase().Decide(
            new TestTree { Config = own }.Image("base").Image("app", ["base"], written: "base"));
        var generic = Config.With(DecisionCase.Tasks with { Implementation = WorkerImplementation.GenericWorker });
        var elsewhere = new DecisionCase().Decide(
            new TestTree { Config = generic }.Image("base").Image("app", ["base"], written: "base"));

        Assert.Equal(2, single.Tasks.Length);
        Assert.Equal(["docker-image-base"], reused.Tasks.Select(task => task.Label));
        Assert.Equal("own/builder:1", (string?)configured.Tasks[0].Definition["payload"]!["image"]);
        Assert.Equal(2, elsewhere.Tasks.Length);
    }

    [Fact]
    public void The_payload_of_docker_worker_runs_the_builders_image()
    {
        var payload = new DecisionCase().Decide(EmptyTree().Image("base")).Tasks[0].Definition["payload"]!;

        Assert.Equal(SlipwayConfig.DefaultImageBuilder, (string?)payload["image"]);
        var artifact = payload["artifacts"]!["public/image.tar.zst"]!;
        Assert.Equal("file", (string?)artifact["type"]);
        Assert.Equal("/workspace/out/image.tar.zst", (string?)artifact["path"]);
        Assert.Equal("2026-12-04T21:20:00.000Z", (string?)artifact["expires"]);
        Assert.Equal(7200, (long?)payload["maxRunTime"]);
        Assert.True((bool?)payload["features"]!["chainOfTrust"]);
        Assert.True((bool?)payload["features"]!["taskclusterProxy"]);
        Assert.Equal(
            ["image", "artifacts", "env", "maxRunTime", "features"], payload.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void The_payload_of_generic_worker_runs_slipway()
    {
        var config = Config.With(DecisionCase.Tasks with { Implementation = WorkerImplementation.GenericWorker });
        var task = new DecisionCase().Decide(new TestTree { Config = config }.Image("base")).Tasks[0];
        var payload = task.Definition["payload"]!;

        Assert.Equal(["slipway", "build-task", "--output", "image.tar.zst"], Texts(payload["command"]![0]));
        var artifact = payload["artifacts"]![0]!;
        Assert.Equal("public/image.tar.zst", (string?)artifact["name"]);
        Assert.Equal("image.tar.zst", (string?)artifact["path"]);
        Assert.Null(payload["image"]);
        Assert.Equal("generic-worker", (string?)task.Definition["tags"]!["worker-implementation"]);
    }

    [Fact]
    public void An_input_has_a_name_that_verifiers_know_as_a_type_of_task_and_all_parents_stand_in_the_environment()
    {
        var tree = EmptyTree().Image("docker-image").Image("tools").Image("app", ["docker-image", "tools"]);
        var plan = new DecisionCase().Decide(tree);

        var app = plan.Tasks.Single(task => task.Label == "docker-image-app");
        Assert.Equal(
            [("docker-image", Env(app, "PARENT_TASK_ID"))],
            app.Definition["extra"]!["chainOfTrust"]!["inputs"]!.AsObject()
                .Select(pair => (pair.Key, (string?)pair.Value)));
        Assert.Equal(
            plan.Tasks.Where(task => task != app).Select(task => task.Id.Value).Order(StringComparer.Ordinal),
            JsonNode.Parse(Env(app, "SLIPWAY_PARENTS")!)!.AsObject().Select(pair => (string?)pair.Value)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_image_that_is_not_cached_is_built_and_not_indexed()
    {
        var plan = new DecisionCase().Decide(EmptyTree().Image("base", isCached: false));

        Assert.Empty(Texts(plan.Tasks[0].Definition["routes"]));
        Assert.Null(plan.Images[TestTree.Name("base")].Namespace);
    }

    [Fact]
    public void A_pull_request_that_indexes_nothing_gets_tasks_without_routes()
    {
        var tree = new TestTree { Config = Config with { PullRequests = PullRequestScope.None } }.Image("base");
        var plan = new DecisionCase { PullRequest = "7", TasksFor = "github-pull-request" }.Decide(tree);

        Assert.Empty(Texts(Assert.Single(plan.Tasks).Definition["routes"]));
        Assert.Null(plan.Images[TestTree.Name("base")].Namespace);
    }

    [Fact]
    public void A_symbol_is_for_Treeherder_as_taskgraph_writes_it()
    {
        var task = new DecisionCase()
            .Decide(EmptyTree().Image("base", task: new ImageTaskSettings { Symbol = "I(b)" }))
            .Tasks[0];

        Assert.Contains("tc-treeherder.v2.try.abc123.77", Texts(task.Definition["routes"]));
        var extra = task.Definition["extra"]!;
        Assert.Equal("taskcluster-images/opt", (string?)extra["treeherder-platform"]);
        Assert.Equal("I", (string?)extra["treeherder"]!["groupSymbol"]);
        Assert.Equal("b", (string?)extra["treeherder"]!["symbol"]);
        Assert.True((bool?)extra["treeherder"]!["collection"]!["opt"]);
    }

    [Fact]
    public void A_pull_request_is_shown_under_the_repository_that_it_is_for()
    {
        var push = new DecisionCase { PullRequest = "9", TasksFor = "github-pull-request" };
        var task = push.Decide(EmptyTree().Image("base", task: new ImageTaskSettings { Symbol = "b" })).Tasks[0];

        Assert.Contains("tc-treeherder.v2.unified-pr.abc123.77", Texts(task.Definition["routes"]));
        Assert.Equal("pr.9", Env(task, "SLIPWAY_SCOPE"));
        Assert.DoesNotContain(
            Texts(task.Definition["routes"]), route => route.Contains("level-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_product_index_gives_taskgraphs_routes()
    {
        var index = new ProductIndex("firefox", "base-image", "generic", "build_date");
        var task = new DecisionCase()
            .Decide(EmptyTree().Image("base", task: new ImageTaskSettings { Index = index }))
            .Tasks[0];

        Assert.Equal(
            [
                "index.gecko.v2.try.latest.firefox.base-image",
                "index.gecko.v2.try.pushdate.2026.11.06.20261106212000.firefox.base-image",
                "index.gecko.v2.try.pushlog-id.77.firefox.base-image",
                "index.gecko.v2.try.revision.abc123.firefox.base-image",
            ],
            Texts(task.Definition["routes"]).Where(route => route.Contains("firefox", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_index_type_of_a_transform_is_a_warning()
    {
        var index = new ProductIndex("firefox", "base-image", "shippable", "by-tier");
        var plan = new DecisionCase().Decide(EmptyTree().Image("base", task: new ImageTaskSettings { Index = index }));

        Assert.Equal(TaskCodes.IndexTypeUnknown, Assert.Single(plan.Warnings).Code);
        Assert.Single(plan.Tasks);
    }

    [Fact]
    public void More_routes_than_the_Queue_takes_are_an_error()
    {
        var tree = EmptyTree();
        for (int i = 0; i < 30; i++)
        {
            tree.Image($"i{i}", content: "same");
        }

        var problem = Assert.Throws<SlipwayException>(() => new DecisionCase().Decide(tree));
        Assert.Equal(TaskCodes.SettingInvalid, Assert.Single(problem.Diagnostics).Code);
    }
}
