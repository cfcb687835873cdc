using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Model.Trees;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>Copies of taskgraph in a tree, for <c># %include-run-task</c>. The tree uses 24.2.0.</summary>
public sealed class VendoredPackagesTests
{
    private const string Kind = "tasks: { base: {} }\n";
    private const string Package = "third_party/python/taskcluster_taskgraph";

    [Theory]
    [InlineData(Package)]
    [InlineData("third_party/python")]
    [InlineData("third_party/taskgraph-24")]
    [InlineData("vendor")]
    [InlineData("taskcluster/vendor")]
    [InlineData("taskcluster")]
    public void A_copy_of_the_release_that_the_tree_uses_is_taken(string folder) =>
        Assert.Equal($"{folder}/taskgraph/run-task", ConfigOf(Copy(folder, "24.2.0")).RunTask?.Value);

    [Theory]
    [InlineData("taskcluster_taskgraph-24.2.0.dist-info", "")]
    [InlineData("taskcluster_taskgraph-24.2.dist-info", "")]
    [InlineData("taskcluster-taskgraph-24.2.0.egg-info", "")]
    [InlineData("other-1.0.dist-info", "__version__ = \"24.2.0\"\n")]
    public void The_release_is_told_by_the_installer_or_by_the_package(string info, string module)
    {
        var tree = Tree()
            .With($"{Package}/{info}/METADATA", "Name: taskcluster-taskgraph\n")
            .With($"{Package}/taskgraph/__init__.py", module)
            .With($"{Package}/taskgraph/run-task/run-task", string.Empty);

        Assert.NotNull(ConfigOf(tree).RunTask);
    }

    [Theory]
    [InlineData("23.0.0", "23.0.0")]
    [InlineData("24.2.1", "24.2.1")]
    [InlineData("24.2.0rc1", null)]
    public void A_copy_of_another_release_is_seen_and_not_taken(string release, string? seen)
    {
        var config = ConfigOf(Copy(Package, release));

        Assert.Null(config.RunTask);
        var copy = Assert.Single(config.SeenRunTasks);
        Assert.Equal((seen, $"{Package}/taskgraph/run-task"), (copy.Release?.ToString(), copy.Place));
    }

    [Fact]
    public void Of_a_copy_with_two_releases_none_is_known() =>
        Assert.Null(ConfigOf(Copy(Package, "24.2.0")
            .With($"{Package}/taskcluster_taskgraph-23.0.0.dist-info/METADATA", string.Empty)).RunTask);

    [Fact]
    public void A_tree_that_names_no_release_takes_no_copy()
    {
        var config = ConfigOf(Copy(Package, "24.2.0").With("taskcluster/requirements.txt", "taskcluster-taskgraph\n"));

        Assert.Null(config.RunTask);
        Assert.Single(config.SeenRunTasks);
    }

    [Fact]
    public void The_folder_that_slipway_yml_names_goes_over_a_copy() => Assert.Equal(
        "mine",
        ConfigOf(Copy(Package, "24.2.0").With("slipway.yml", "prefix: a\nscheme: taskgraph\nrun-task: mine\n"))
            .RunTask?.Value);

    [Fact]
    public void What_is_installed_elsewhere_is_taken_in_its_release_alone()
    {
        var folder = new InMemorySourceTree("/usr/lib/run-task") { { "run-task", string.Empty } };

        var right = new MountedTree(Tree(), folder, new Version(24, 2, 0));
        var wrong = new MountedTree(Tree(), folder, new Version(23, 0, 0));
        var given = new MountedTree(Tree(), folder);

        Assert.Equal(right.Place, ConfigOf(right).RunTask);
        Assert.Equal(given.Place, ConfigOf(given).RunTask);
        Assert.Null(ConfigOf(wrong).RunTask);
        Assert.Equal("/usr/lib/run-task", Assert.Single(ConfigOf(wrong).SeenRunTasks).Place);
    }

    [Fact]
    public void A_tree_that_does_not_ask_for_run_task_is_not_searched() =>
        Assert.Null(ConfigOf(TreeOf(Kind).With($"{Package}/taskcluster_taskgraph-24.2.0.dist-info/METADATA", "")
            .With($"{Package}/taskgraph/run-task/run-task", string.Empty)).RunTask);

    private static SlipwayConfig ConfigOf(ISourceTree tree) =>
        CatalogReader.Read(tree, KnownDialects.All).Catalog.Config;

    private static InMemorySourceTree Tree() =>
        TreeOf(Kind).With("taskcluster/docker/base/Dockerfile", "FROM debian:12\n# %include-run-task\n");

    private static InMemorySourceTree Copy(string folder, string release) => Tree()
        .With($"{folder}/taskcluster_taskgraph-{release}.dist-info/METADATA", string.Empty)
        .With($"{folder}/taskgraph/run-task/run-task", string.Empty);
}
