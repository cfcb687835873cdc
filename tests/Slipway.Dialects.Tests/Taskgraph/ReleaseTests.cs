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
    [InlineData("14.2.1", "5.1.0", true)]
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
            .With(Requirements, "taskcluster-taskgraph>=20\n")
            .With(".taskcluster.yml", "image: mozillareleases/taskgraph:decision-v15.1.3@sha256:e5ace920\n")
            .Sound().Config;

        Assert.Contains(":5.1.0@", config.ImageBuilder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taskcluster-taskgraph==12.1.0\n", Requirements)]
    [InlineData("taskcluster-taskgraph==24.3.0\n", Requirements)]
    [InlineData("taskcluster-taskgraph==99.0\n", Requirements)]
    [InlineData("taskcluster-taskgraph\n", null)]
    [InlineData("taskcluster-taskgraph==14.0.0; python_version<'3'\ntaskcluster-taskgraph==15.0.0\n", null)]
    public void A_release_that_is_not_known_is_a_warning(string requirements, string? place) =>
        ProblemAssert.Single(
            TreeOf(Kind).With(Requirements, requirements).Warned().Warnings, TaskgraphCodes.ReleaseUnknown, place);

    [Fact]
    public void A_builder_of_the_tree_goes_over_that_of_the_release()
    {
        var config = TreeOf(Kind)
            .With(Requirements, "taskcluster-taskgraph\n")
            .WithConfig("{ scheme: taskgraph, image-builder: own/builder:1 }\n")
            .Sound().Config;

        Assert.Equal("own/builder:1", config.ImageBuilder);
    }
}
