using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>What only Python could know is named, and not guessed.</summary>
public sealed class WarningTests
{
    [Fact]
    public void What_taskgraph_itself_brings_is_known()
    {
        TreeOf("""
            loader: taskgraph.loader.transform:loader
            transforms:
              - taskgraph.transforms.docker_image:transforms
              - taskgraph.transforms.cached_tasks
              - taskgraph.transforms.notify
              - taskgraph.transforms.task:transforms
              - taskgraph.transforms.matrix
              - taskgraph.transforms.chunking
              - taskgraph.transforms.task_context:transforms
            tasks: { base: {} }
            """).Sound();
    }

    [Fact]
    public void Each_transform_of_the_tree_is_named_with_what_it_may_change()
    {
        var (catalog, warnings) = TreeOf("""
            transforms:
              - acme_taskgraph.transforms.versions:transforms
              - taskgraph.transforms.docker_image
              - taskgraph.transforms.cached_tasks:transforms
              - acme_taskgraph.transforms.routes
              - taskgraph.transforms.task
            tasks: { base: {} }
            """).Warned();

        Assert.Equal([$"{KindFile}:2:5", $"{KindFile}:5:5"], warnings.Select(warning => warning.Location.ToString()));
        Assert.All(warnings, warning => Assert.Equal(TaskgraphCodes.TransformUnknown, warning.Code));
        Assert.Empty(catalog.ParentsFirst);
        Assert.Contains(
            "'acme_taskgraph.transforms.versions:transforms' may change the images",
            warnings[0].Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'acme_taskgraph.transforms.routes' may change the tasks", warnings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transform_behind_the_digests_leaves_no_image_out()
    {
        var (catalog, warnings) = TreeOf("""
            transforms: [taskgraph.transforms.cached_tasks, acme_taskgraph.transforms.routes]
            tasks: { base: {} }
            """).Warned();

        Assert.Equal(["base"], catalog.Names());
        ProblemAssert.Single(warnings, TaskgraphCodes.TransformUnknown, $"{KindFile}:1:49");
    }

    [Fact]
    public void An_image_that_needs_packages_is_left_out_with_what_is_built_on_it()
    {
        var (catalog, warnings) = TreeOf("""
            tasks:
              base: { packages: [libfoo] }
              app: { parent: base }
              app2: { definition: app, parent: app }
              other: { packages: [] }
            """).Warned();

        Assert.Equal(["other"], catalog.Names());
        Assert.Equal(
            [TaskgraphCodes.PackagesNeeded, CatalogCodes.ParentLeftOut, CatalogCodes.ParentLeftOut],
            warnings.Select(warning => warning.Code));
        Assert.Contains("libfoo", warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_image_can_have_is_left_out_with_what_is_built_on_it()
    {
        var (catalog, warnings) = TreeOf("tasks: { Base: { definition: base }, app: { parent: Base }, other: {} }\n")
            .Warned();

        Assert.Equal(["other"], catalog.Names());
        Assert.Equal(
            [TaskgraphCodes.NameImpossible, CatalogCodes.ParentLeftOut], warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("3.10")]
    [InlineData("1")]
    [InlineData("0x1f")]
    [InlineData("1_000")]
    [InlineData("12:30")]
    [InlineData("yes")]
    [InlineData("~")]
    [InlineData("2024-01-01")]
    [InlineData(".5")]
    public void What_is_no_text_in_Python_is_no_argument(string value)
    {
        var (catalog, warnings) = TreeOf($"tasks: {{ base: {{ args: {{ A: {value} }} }}, app: {{ parent: base }} }}\n")
            .Warned();

        Assert.Empty(catalog.ParentsFirst);
        Assert.Equal(
            [TaskgraphCodes.ArgumentNotText, CatalogCodes.ParentLeftOut], warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("'3.10'", "3.10")]
    [InlineData("0.10.0", "0.10.0")]
    [InlineData("1.2-slim", "1.2-slim")]
    [InlineData("08", "08")]
    [InlineData("1e3", "1e3")]
    [InlineData("!!str 3.10", "3.10")]
    [InlineData("'{dockerhub:ubuntu:latest}'", "{dockerhub:ubuntu:latest}")]
    public void What_is_text_in_Python_is_an_argument(string value, string text) =>
        Assert.Equal(text, TreeOf($"tasks: {{ base: {{ args: {{ A: {value} }} }} }}\n").Sound().ArgsOf("base")["A"]);
}
