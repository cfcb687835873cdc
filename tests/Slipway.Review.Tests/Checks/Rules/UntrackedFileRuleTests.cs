using System.Collections.Frozen;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class UntrackedFileRuleTests
{
    [Fact]
    public void An_untracked_file_is_found_once_for_all_images_that_it_goes_into()
    {
        var tree = Base()
            .And("lib/x", "x")
            .Task("FROM scratch\n# %include lib\n")
            .Task("FROM scratch\n# %include lib/x\n", "other");

        var found = Without(tree.Facts(), ["lib/x"], []).FindOne(CheckCodes.FileUntracked, "lib/x");

        Assert.Equal(
            "'lib/x' is not tracked by git, but part of the context of other and task", found.Diagnostic.Message);
    }

    [Fact]
    public void A_file_that_git_ignores_has_another_code() =>
        Without(Base().Facts(), [], ["taskcluster/docker/base/a"])
            .FindOne(CheckCodes.FileIgnored, "taskcluster/docker/base/a", CheckCodes.FileUntracked);

    /// <summary>taskgraph does not look at it.</summary>
    [Fact]
    public void In_a_tree_of_taskgraph_nobody_is_told_to_write_a_dockerignore()
    {
        var facts = Base().Taskgraph("base").Facts();
        var found = Without(facts, ["taskcluster/docker/base/a"], ["taskcluster/docker/base/Dockerfile"])
            .Find(CheckCodes.FileUntracked, CheckCodes.FileIgnored);

        Assert.Equal(2, found.Length);
        Assert.All(
            found,
            finding => Assert.DoesNotContain(".dockerignore", finding.Diagnostic.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void A_Dockerfile_counts_although_the_context_has_it_expanded() =>
        Without(Base().Facts(), ["taskcluster/docker/base/Dockerfile"], [])
            .FindOne(CheckCodes.FileUntracked, "taskcluster/docker/base/Dockerfile");

    [Fact]
    public void Many_files_of_a_folder_are_one_finding()
    {
        var tree = Base();
        string[] files = [.. Enumerable.Range(0, 4).Select(i => $"taskcluster/docker/base/gen/{i}")];
        foreach (string file in files)
        {
            tree.Add(file, "x");
        }

        var found = Without(tree.Facts(), files, []).FindOne(CheckCodes.FileUntracked, "taskcluster/docker/base/gen");

        Assert.StartsWith(
            "4 files in 'taskcluster/docker/base/gen' are", found.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_context_has_is_nobodys_business() =>
        Assert.Empty(
            Without(Base().And("x", "x").Facts(), ["x"], []).Find(CheckCodes.FileUntracked, CheckCodes.FileIgnored));

    private static CheckFacts Without(CheckFacts facts, string[] untracked, string[] ignored) => facts with
    {
        Untracked = new UntrackedSources(
            untracked.Select(RelativePath.Parse).ToFrozenSet(), ignored.Select(RelativePath.Parse).ToFrozenSet()),
    };
}
