using Slipway.Core.Catalog;
using Slipway.Dialects.Taskgraph;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>The releases of taskgraph, whose digests differ.</summary>
public sealed class ReleaseTests
{
    private const string Kind = "tasks: { base: {} }\n";
    private const string Requirements = "taskcluster/requirements.txt";

    [Theory]
    [InlineData("24.2.7", "6.2.0", false)]
    [InlineData("24.2.0", "6.2.0", false)]
    [InlineData("24.1.1", "6.1.0", false)]
    [InlineData("16.1.0", "6.0.0", false)]
    [InlineData("15.1.3", "5.1.0", false)]
    [InlineData("14.3", "5.1.0", false)]
    [InlineData("14.2.1", "5.1.0", true)]
    [InlineData("12.2", "5.1.0", true)]
    public void The_pinned_release_says_what_digests_are_made_of(string version, string builder, bool spaced)
    {
        var config = TreeOf(Kind)
            .With(
                Requirements,
                $"arrow==1.3.0 \\\n    # via taskcluster-taskgraph\ntaskcluster-taskgraph=={version} \\\n    "
                + "--hash=sha256:00\n")
            .Sound()
            .Config;

        Assert.StartsWith(
            $"mozillareleases/image_builder:{builder}@sha256:", config.ImageBuilder, StringComparison.Ordinal);
        Assert.Equal(spaced, config.HasSpacedArguments);
    }

    [Fact]
    public void Without_a_pin_the_image_of_the_decision_task_says_it()
    {
        var config = TreeOf(Kind)
            .With(Requirements, "arrow==1.3.0 \\\n    # via taskcluster-taskgraph\ntaskcluster-taskgraph-extras==1.0\n")
            .With(".taskcluster.yml", "image: mozillareleases/taskgraph:decision-v15.1.3@sha256:e5ace920\n")
            .Sound().Config;

        Assert.Contains(":5.1.0@", config.ImageBuilder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Taskcluster_Taskgraph[load-image] == 15.1.3 ; python_version > '3.8'\n")]
    [InlineData("taskcluster-taskgraph===15.1.3 # pinned\n")]
    [InlineData("taskcluster-taskgraph==15.1.3,<16\n")]
    [InlineData("taskcluster-taskgraph==15.1.3\ntaskcluster-taskgraph==15.1.3\n")]
    public void A_release_is_pinned_in_every_way_that_pip_takes(string requirements) =>
        Assert.Contains(
            ":5.1.0@",
            TreeOf(Kind).With(Requirements, requirements).Sound().Config.ImageBuilder,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("taskcluster-taskgraph==12.1.0\n", $"{Requirements}:1")]
    [InlineData("arrow==1.3.0\ntaskcluster-taskgraph==24.3.0\n", $"{Requirements}:2")]
    [InlineData("taskcluster-taskgraph==99.0\n", $"{Requirements}:1")]
    [InlineData("taskcluster-taskgraph\n", null)]
    [InlineData("taskcluster-taskgraph>=20\n", null)]
    [InlineData("taskcluster-taskgraph==24.*\n", null)]
    [InlineData("taskcluster-taskgraph==24.2.0rc1\n", null)]
    [InlineData("taskcluster-taskgraph @ git+https://github.com/taskcluster/taskgraph@abc\n", null)]
    [InlineData("git+https://github.com/taskcluster/taskgraph.git@abc#egg=taskcluster-taskgraph\n", null)]
    [InlineData("taskcluster-taskgraph==14.0.0; python_version<'3'\ntaskcluster-taskgraph==15.0.0\n", null)]
    public void Every_image_of_a_release_that_is_not_known_is_left_out(string requirements, string? place)
    {
        var (catalog, warnings) = TreeOf(Kind)
            .With(Requirements, requirements)
            .With(".taskcluster.yml", "image: mozillareleases/taskgraph:decision-v15.1.3@sha256:e5ace920\n")
            .Warned();

        ProblemAssert.Single(warnings, TaskgraphCodes.ReleaseUnknown, place);
        Assert.Empty(catalog.ParentsFirst);
        var leftOut = Assert.Single(catalog.Unfit);
        Assert.Equal(("base", TaskgraphCodes.ReleaseUnknown), (leftOut.Name, leftOut.Diagnostics[0].Code));
        Assert.Equal(place, leftOut.Diagnostics[0].Location?.ToString());
    }

    [Fact]
    public void Folders_that_no_kind_lists_are_left_out_too()
    {
        var (catalog, warnings) = CatalogCase.TreeWith(("base", "FROM debian:12\n"))
            .With(ConfigFile, "trust-domain: acme\n")
            .WithConfig("scheme: taskgraph\n")
            .Warned();

        ProblemAssert.Single(warnings, TaskgraphCodes.ReleaseUnknown, null);
        Assert.Equal("base", Assert.Single(catalog.Unfit).Name);
    }

    [Theory]
    [InlineData("taskcluster-taskgraph\n")]
    [InlineData("taskcluster-taskgraph==24.3.0\n")]
    public void A_builder_of_the_tree_goes_over_that_of_the_release(string requirements)
    {
        var config = TreeOf(Kind)
            .With(Requirements, requirements)
            .WithConfig("{ scheme: taskgraph, image-builder: own/builder:1 }\n")
            .Sound().Config;

        Assert.Equal("own/builder:1", config.ImageBuilder);
    }

    [Fact]
    public void A_builder_of_one_image_says_it_of_that_image_alone()
    {
        var (catalog, warnings) = TreeOf("tasks: { base: {}, other: {} }\n")
            .With(Requirements, "taskcluster-taskgraph\n")
            .WithConfig("{ scheme: taskgraph, images: { base: { image-builder: own/builder:1 } } }\n")
            .Warned();

        Assert.Equal(["base"], catalog.Names());
        ProblemAssert.Single(warnings, TaskgraphCodes.ReleaseUnknown, null);
    }

    [Theory]
    [InlineData("image-builder: own/builder:1")]
    [InlineData("images: { base: { image-builder: own/builder:1, digest-lines: [] } }")]
    public void Nothing_that_is_said_of_builders_makes_an_old_release_known(string said)
    {
        var (catalog, warnings) = TreeOf(Kind)
            .With(Requirements, "taskcluster-taskgraph==11.2.1\n")
            .WithConfig($"scheme: taskgraph\n{said}\n")
            .Warned();

        ProblemAssert.Single(warnings, TaskgraphCodes.ReleaseUnknown, $"{Requirements}:1");
        Assert.Empty(catalog.ParentsFirst);
    }

    [Theory]
    [InlineData("taskcluster-taskgraph\n", "14.2", "5.1.0", true)]
    [InlineData("taskcluster-taskgraph==24.3.0\n", "24.2", "6.2.0", false)]
    [InlineData("taskcluster-taskgraph==12.1.0\n", "16.1.0", "6.0.0", false)]
    public void The_release_may_be_said(string requirements, string release, string builder, bool spaced)
    {
        var config = TreeOf(Kind)
            .With(Requirements, requirements)
            .WithConfig($"scheme: taskgraph\ntaskgraph: {{ release: {release} }}\n")
            .Sound().Config;

        Assert.Contains($":{builder}@", config.ImageBuilder, StringComparison.Ordinal);
        Assert.Equal(spaced, config.HasSpacedArguments);
    }

    [Theory]
    [InlineData("12.1.9")]
    [InlineData("24.3")]
    [InlineData("newest")]
    public void A_release_whose_digests_are_not_known_cannot_be_said(string release) =>
        Assert.Equal(
            "slipway.yml:2:23",
            Assert.Single(
                TreeOf(Kind)
                    .With(Requirements, "taskcluster-taskgraph==24.2.0\n")
                    .WithConfig($"scheme: taskgraph\ntaskgraph: {{ release: {release} }}\n")
                    .Problems()).Location.ToString());

    [Theory]
    [InlineData("src/taskgraph/__init__.py", "__version__ = \"14.2.1\"\n")]
    [InlineData("pyproject.toml", "[project]\nname = \"taskcluster-taskgraph\"\nversion = \"14.2.1\"\n")]
    public void In_taskgraphs_own_repository_its_code_says_what_digests_are_made_of(string file, string text)
    {
        const string Builder = "IMAGE_BUILDER_IMAGE = (\n    \"own/builder:7\"\n    \"@sha256:\"\n    \"00ff\"\n)\n";
        var tree = TreeOf(Kind)
            .With(Requirements, "taskcluster-taskgraph==24.2.0\n")
            .With(file, text)
            .With("src/taskgraph/transforms/docker_image.py", $"import json\n\n{Builder}");

        tree.With("src/taskgraph/run-task/run-task", string.Empty)
            .With("taskcluster/docker/base/Dockerfile", "FROM debian:12\n# %include-run-task\n");
        var config = tree.Sound().Config;
        Assert.Equal("src/taskgraph/run-task", config.RunTask?.Value);
        Assert.Equal(("own/builder:7@sha256:00ff", true), (config.ImageBuilder, config.HasSpacedArguments));
        tree.With("src/taskgraph/transforms/docker_image.py", $"from taskgraph.util import json\n\n{Builder}");
        Assert.False(tree.Sound().Config.HasSpacedArguments);
        tree.With("src/taskgraph/transforms/docker_image.py", "from elsewhere import IMAGE_BUILDER_IMAGE\n");
        Assert.Empty(tree.Warned().Catalog.ParentsFirst);
        tree.With("src/taskgraph/transforms/docker_image.py", Builder).With(file, text.Replace("14.2.1", "12.1.0"));
        Assert.Empty(tree.Warned().Catalog.ParentsFirst);
    }

    [Fact]
    public void Digests_of_Slipways_own_do_not_depend_on_the_release()
    {
        var tree = TreeOf(Kind).With(Requirements, "taskcluster-taskgraph==12.1.0\n");

        var result = CatalogReader.Read(tree, KnownDialects.All, KnownDialects.All.Find("slipway"));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["base"], result.Catalog.Names());
    }
}
