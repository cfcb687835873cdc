using System.Collections.Immutable;
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
