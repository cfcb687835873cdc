using System.Collections.Immutable;
using System.Text;
using Slipway.Application.TaskBuilds;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.TaskBuilds;

public sealed class ParentFinderTests
{
    [Theory]
    [InlineData("ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n")]
    [InlineData("FROM ${DOCKER_IMAGE_PARENT} AS one\nFROM one\n")]
    [InlineData("FROM scratch\nCOPY --from=$DOCKER_IMAGE_PARENT /a /b\n")]
    public void The_parent_is_where_its_variable_is(string dockerfile)
    {
        var (uses, problems) = Find(dockerfile, parent: MemoryTasks.Id(1));

        var use = Assert.Single(uses);
        Assert.Equal((ParentFinder.Parent, MemoryTasks.Id(1)), (use.Name, use.Task));
        Assert.Single(use.Places);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("FROM base\n", "base")]
    [InlineData("FROM registry.example/monorepo/base:1.0.0\n", "base")]
    [InlineData(
        "FROM registry.example:5000/monorepo/base"
        + "@sha256:0000000000000000000000000000000000000000000000000000000000000000\n",
        "base")]
    [InlineData("FROM registry.example/monorepo/base:1.0.0\n", "registry.example/monorepo/base")]
    [InlineData("ARG WHICH=base\nFROM $WHICH\n", "base")]
    [InlineData("FROM scratch\nCOPY --from=base /a /b\n", "base")]
    public void A_named_parent_is_where_its_name_or_its_repository_is(string dockerfile, string name)
    {
        var (uses, problems) = Find(dockerfile, parents: [(name, MemoryTasks.Id(2))]);

        Assert.Equal(MemoryTasks.Id(2), Assert.Single(uses).Task);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("FROM database\n")]
    [InlineData("FROM a.example/base\nFROM b.example/base\n")]
    [InlineData("FROM scratch AS base\nFROM base\n")]
    public void What_is_not_certainly_the_parent_is_not_taken_for_it(string dockerfile)
    {
        var (uses, problems) = Find(dockerfile, parents: [("base", MemoryTasks.Id(2))]);

        Assert.Empty(uses);
        Assert.Equal(TaskBuildCodes.ParentUnused, Assert.Single(problems).Code);
    }

    [Fact]
    public void A_parent_that_is_named_by_its_variable_need_not_be_named_otherwise()
    {
        var (uses, problems) = Find(
            "FROM $DOCKER_IMAGE_PARENT\n", parent: MemoryTasks.Id(1), parents: [("base", MemoryTasks.Id(1))]);

        Assert.Single(uses);
        Assert.Empty(problems);
    }

    [Fact]
    public void What_looks_like_a_directive_was_carried_out_when_the_context_was_made()
    {
        var (uses, problems) = Find(
            "# %include-run-task\n# %include ../../outside\nFROM base\n", parents: [("base", MemoryTasks.Id(1))]);

        Assert.Single(uses);
        Assert.Empty(problems);
    }

    private static (ImmutableArray<ParentUse> Uses, ImmutableArray<Diagnostic> Problems) Find(
        string dockerfile, TaskId? parent = null, params (string Name, TaskId Task)[] parents)
    {
        var settings = Settings(parent, parents);
        var problems = new DiagnosticBag();
        var read = ParentFinder.Read(Encoding.UTF8.GetBytes(dockerfile), settings, problems);
        Assert.NotNull(read);
        return (ParentFinder.Find(read, settings, problems), problems.ToSorted());
    }

    private static TaskBuildSettings Settings(TaskId? parent, (string Name, TaskId Task)[] parents) => new()
    {
        ContextHash = default,
        Name = "app",
        Tag = "app:latest",
        Compression = 3,
        Platform = "linux/amd64",
        ParentTask = parent,
        Parents = parents.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Task),
    };
}
