using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class UnusedImageRuleTests
{
    [Theory]
    [InlineData("taskcluster/kinds/test/kind.yml", "docker-image: {in-tree: used}")]
    [InlineData("taskcluster/kinds/test/kind.yml", "worker:\n  docker-image:\n    in-tree: \"used\"")]
    [InlineData("taskcluster/kinds/test/kind.yaml", "docker-image: used")]
    [InlineData(
        "taskcluster/config.yml",
        "image: {type: task-image, taskId: \"{{#task_id_for_image}}used{{/task_id_for_image}}\"}")]
    [InlineData(".taskcluster.yml", "image: '{{#docker_image}}used{{/docker_image}}'")]
    [InlineData("taskcluster/kinds/docker-image/kind.yml", "tasks:\n  other:\n    parent: used")]
    [InlineData(".github/workflows/ci.yml", "- run: slipway run used -- make")]
    [InlineData(".gitlab-ci.yml", "script: [\"slipway build used\"]")]
    public void An_image_that_no_definition_uses_is_found_and_one_that_is_used_is_not(string file, string text)
    {
        var found = Tree()
            .And(file, text + "\n")
            .Facts()
            .FindOne(CheckCodes.ImageUnused, "taskcluster/docker/idle/Dockerfile");

        Assert.Equal("idle", found.Image!.Value.Value);
    }

    [Fact]
    public void An_image_that_another_one_needs_is_used() => Assert.Empty(Tree()
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Task("FROM idle\n", "used")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    [Fact]
    public void A_registry_image_is_used_by_whoever_pulls_it() => Assert.Empty(Base()
        .Task("FROM scratch\n", "used")
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    [Theory]
    [InlineData("README.md", "slipway run used")]
    [InlineData("taskcluster/docker/used/kind.yml", "docker-image: used")]
    [InlineData(".gitlab-ci.yml", "image: debian:12")]
    public void A_tree_in_which_nothing_uses_images_says_nothing_about_use(string file, string text) =>
        Assert.Empty(Tree().And(file, text).Facts().Find(CheckCodes.ImageUnused));

    private static InMemorySourceTree Tree() =>
        new InMemorySourceTree().Task("FROM scratch\n", "used").Task("FROM scratch\n", "idle");
}
