using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Tasks;
using Slipway.Tests.Cases;
using static Slipway.Decisions.Tests.Planning.DecisionCase;

namespace Slipway.Decisions.Tests.Planning;

/// <summary>What taskgraph 14 writes into definitions of image tasks (<c>taskgraph/transforms/task.py</c>).</summary>
public sealed class TaskgraphDefinitionTests
{
    [Fact]
    public void A_task_of_taskgraph_has_the_variables_of_every_task()
    {
        var task = OfTaskgraph(new ImageTaskSettings());

        Assert.Equal("1", Env(task, "MOZ_AUTOMATION"));
        Assert.Equal("1", Env(task, "SCCACHE_DISABLE"));
        Assert.Null(Env(new DecisionCase().Decide(EmptyTree().Image("base")).Tasks[0], "MOZ_AUTOMATION"));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("I(b)", null, 1794000000)]
    [InlineData(null, "by-tier", 0)]
    [InlineData("b", "by-tier", 1794000000)]
    [InlineData(null, "build_date", 1794000000)]
    [InlineData("b", "0", 0)]
    [InlineData(null, "12", 12)]
    public void The_rank_is_that_of_the_tier_unless_the_index_says_otherwise(
        string? symbol, string? rank, long expected)
    {
        var index = rank is null ? null : new ProductIndex("firefox", "base", ProductIndex.GenericType, rank);
        var task = OfTaskgraph(new ImageTaskSettings { Symbol = symbol, Index = index });

        Assert.Equal(expected, (long)task.Definition["extra"]!["index"]!["rank"]!);
    }

    [Theory]
    [InlineData(null, 1794000000)]
    [InlineData("by-tier", 1794000000)]
    [InlineData("7", 7)]
    public void In_a_tree_of_its_own_the_newest_push_keeps_its_place(string? rank, long expected)
    {
        var index = rank is null ? null : new ProductIndex("firefox", "base", ProductIndex.GenericType, rank);
        var tree = EmptyTree().Image("base", task: new ImageTaskSettings { Index = index });

        Assert.Equal(
            expected, (long)new DecisionCase().Decide(tree).Tasks[0].Definition["extra"]!["index"]!["rank"]!);
    }

    [Theory]
    [InlineData("git", "github-push", true)]
    [InlineData("git", "github-pull-request", true)]
    [InlineData("git", "cron", true)]
    [InlineData("hg", "hg-push", false)]
    public void GitHub_hears_of_the_tasks_of_taskgraphs_git_repositories(
        string repositoryType, string tasksFor, bool inTaskgraph)
    {
        var push = new DecisionCase { RepositoryType = repositoryType, TasksFor = tasksFor };

        Assert.Equal(inTaskgraph, Routes(OfTaskgraph(new ImageTaskSettings(), push)).Contains("checks"));
        Assert.DoesNotContain("checks", Routes(push.Decide(EmptyTree().Image("base")).Tasks[0]));
    }

    [Theory]
    [InlineData("I(base)", "Images")]
    [InlineData("X(base)", null)]
    [InlineData("base", null)]
    public void A_group_of_symbols_has_the_name_that_the_tree_gives_it(string symbol, string? name)
    {
        var treeherder = OfTaskgraph(new ImageTaskSettings { Symbol = symbol }).Definition["extra"]!["treeherder"]!;

        Assert.Equal(name, (string?)treeherder["groupName"]);
    }

    [Fact]
    public void A_task_is_described_as_taskgraph_describes_it()
    {
        var shown = OfTaskgraph(new ImageTaskSettings { Symbol = "I(base)" });
        var hidden = OfTaskgraph(new ImageTaskSettings());

        const string Description = "Build the docker image base for use by dependent tasks";
        const string Page = "https://treeherder.mozilla.org/#/jobs?repo=try&revision=abc123";
        Assert.Equal($"{Description} ([Treeherder push]({Page}))", Metadata(shown, "description"));
        Assert.Equal(Description, Metadata(hidden, "description"));
        Assert.Equal(Description, shown.Description);
    }

    [Theory]
    [InlineData("github-pull-request", "try-pr")]
    [InlineData("github-pull-request-untrusted", "try-pr")]
    [InlineData("github-push", "try")]
    public void A_pull_requests_push_is_another_project_at_Treeherder(string tasksFor, string project)
    {
        var task = OfTaskgraph(new ImageTaskSettings { Symbol = "b" }, new DecisionCase { TasksFor = tasksFor });

        Assert.Contains($"?repo={project}&", Metadata(task, "description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taskcluster/kinds/docker-image/kind.yml", "taskcluster/kinds/docker-image")]
    [InlineData("taskcluster/ci/docker-image/more.yml", "taskcluster/ci/docker-image")]
    [InlineData("taskcluster/docker/base/Dockerfile", "taskcluster/docker/base")]
    public void The_source_is_the_kind_that_lists_the_image(string file, string source)
    {
        var task = new DecisionCase()
            .Decide(new TestTree { Config = ConfigOf(null) }.Image("base", file: file))
            .Tasks[0];

        Assert.Equal($"https://hg.example.com/try/file/abc123/{source}", Metadata(task, "source"));
    }

    [Theory]
    [InlineData("12.2.0", "/workspace/image.tar.zst")]
    [InlineData("15.4.0", "/workspace/image.tar.zst")]
    [InlineData("16.0.0", "/workspace/out/image.tar.zst")]
    [InlineData("24.2.1", "/workspace/out/image.tar.zst")]
    [InlineData(null, "/workspace/out/image.tar.zst")]
    public void The_image_is_where_the_builder_of_the_trees_release_leaves_it(string? release, string path)
    {
        var version = release is null ? null : Version.Parse(release);
        var task = new DecisionCase().Decide(new TestTree { Config = ConfigOf(version) }.Image("base")).Tasks[0];

        Assert.Equal(path, (string?)task.Definition["payload"]!["artifacts"]!["public/image.tar.zst"]!["path"]);
    }

    [Fact]
    public void Only_docker_worker_is_told_of_exit_codes()
    {
        var docker = OfTaskgraph(new ImageTaskSettings());
        var config = ConfigOf(null);
        var generic = config.With(config.Extensions.Get<TaskSettings>() with
        {
            Implementation = WorkerImplementation.GenericWorker,
        });

        Assert.Equal("{}", docker.Definition["payload"]!["onExitStatus"]!.ToJsonString());
        Assert.Null(new DecisionCase().Decide(new TestTree { Config = generic }.Image("base"))
            .Tasks[0].Definition["payload"]!["onExitStatus"]);
        Assert.Null(new DecisionCase().Decide(EmptyTree().Image("base"))
            .Tasks[0].Definition["payload"]!["onExitStatus"]);
    }

    [Fact]
    public void The_graph_has_the_attributes_by_which_taskgraph_finds_cached_tasks()
    {
        var plan = new DecisionCase().Decide(new TestTree { Config = ConfigOf(null) }.Image("base"));

        var attributes = TaskGraphJson.TaskGraph(plan)[plan.Tasks[0].Id.Value]!["attributes"]!;

        Assert.Equal("docker-image", (string?)attributes["kind"]);
        Assert.Equal(
            $$"""{"type":"docker-images.v2","name":"base","digest":"{{plan.Images.Values.First().Digest}}"}""",
            attributes["cached_task"]!.ToJsonString());
    }

    private static string Metadata(DecisionTask task, string key) => (string)task.Definition["metadata"]![key]!;

    private static SlipwayConfig ConfigOf(Version? release) =>
        (DecisionCase.Config with { Dialect = TaskgraphDialect.Instance, TaskgraphRelease = release })
            .With(DecisionCase.Tasks);

    private static DecisionTask OfTaskgraph(ImageTaskSettings settings, DecisionCase? push = null)
    {
        var config = (DecisionCase.Config with { Dialect = TaskgraphDialect.Instance }).With(DecisionCase.Tasks with
        {
            GroupNames = ImmutableSortedDictionary<string, string>.Empty.Add("I", "Images"),
        });
        return (push ?? new DecisionCase())
            .Decide(new TestTree { Config = config }.Image("base", task: settings))
            .Tasks[0];
    }

    private static IEnumerable<string> Routes(DecisionTask task) => Texts(task.Definition["routes"]);
}
