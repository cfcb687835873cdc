using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>What registry images are built on, and what they and their files are called.</summary>
public sealed class RegistryImageRulesTests
{
    [Theory]
    [InlineData("FROM task\n", 1)]
    [InlineData("FROM scratch\nCOPY --from=task /a /a\n", 2)]
    public void A_registry_image_on_a_task_image_is_told_and_no_error(string dockerfile, int line)
    {
        var found = Base()
            .Task("FROM scratch\n")
            .And("taskcluster/docker/base/Dockerfile", dockerfile)
            .Facts()
            .FindOne(CheckCodes.ParentUnpublished, $"taskcluster/docker/base/Dockerfile:{line}");

        Assert.Equal(Severity.Warning, found.Diagnostic.Severity);
    }

    [Fact]
    public void A_task_image_that_is_a_parent_in_slipway_yml_is_found_there() => Base()
        .Task("FROM scratch\n")
        .And("taskcluster/docker/base/Dockerfile", "ARG DOCKER_IMAGE_PARENT\nFROM scratch\n")
        .And("slipway.yml", "images:\n  base: { parent: task }\n")
        .Facts()
        .FindOne(CheckCodes.ParentUnpublished, "slipway.yml:2:3");

    [Fact]
    public void A_registry_image_on_a_registry_image_and_a_task_image_on_any_are_sound() => Assert.Empty(Base()
        .Task("FROM base\n")
        .Task("FROM base\n", "second")
        .And("taskcluster/docker/second/VERSION", "1")
        .Facts()
        .Find(CheckCodes.ParentUnpublished));

    [Theory]
    [InlineData("GHCR.io/owner", "capital letters")]
    [InlineData("Mozilla/x", "capital letters")]
    [InlineData(
        "ghcr.io/"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "registries take 255")]
    [InlineData("-a.b/x", "not a name")]
    public void A_name_that_a_registry_would_refuse_is_found(string registry, string what) =>
        Assert.Contains(
            what,
            Base()
                .And("taskcluster/docker/base/REGISTRY", registry)
                .Facts()
                .FindOne(CheckCodes.NameRefused, "taskcluster/docker/base/REGISTRY:1")
                .Diagnostic.Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("latest")]
    [InlineData("sha256-1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("sha256-1111111111111111111111111111111111111111111111111111111111111111.sig")]
    public void A_version_that_means_something_else_is_found(string version) =>
        Base().And(VersionFile, version).Facts().FindOne(CheckCodes.NameRefused, $"{VersionFile}:1");

    [Theory]
    [InlineData("ghcr.io/owner", "1.0")]
    [InlineData("localhost:5000", "latest-2")]
    [InlineData("mozilla", "sha256")]
    public void A_name_that_a_registry_takes_is_sound(string registry, string version) =>
        Assert.Empty(
            Base()
                .And("taskcluster/docker/REGISTRY", registry)
                .And(VersionFile, version)
                .Facts()
                .Find(CheckCodes.NameRefused, CheckCodes.RegistryUnknown));

    [Fact]
    public void A_registry_image_without_a_registry_is_found()
    {
        var tree = new InMemorySourceTree
        {
            { "taskcluster/docker/base/Dockerfile", "FROM scratch\n" },
            { VersionFile, "1" },
        };

        tree.Facts().FindOne(CheckCodes.RegistryUnknown, $"{VersionFile}:1", CheckCodes.NameRefused);
    }

    [Theory]
    [InlineData("taskcluster/docker/REGISTRY", "ghcr.io/owner\n\n")]
    [InlineData(HashFile, "sha256:1111111111111111111111111111111111111111111111111111111111111111 \n")]
    public void White_space_around_a_line_is_taken_away(string file, string content)
    {
        var tree = Base(Digest('1')).And(file, content);

        var found = tree.Facts().FindOne(CheckCodes.FileUntidy, $"{file}:1");

        Assert.Equal(content.Trim() + "\n", tree.Apply(found.Fix!));
    }

    [Theory]
    [InlineData(VersionFile, "1.0\r\n")]
    [InlineData(VersionFile, " 1.0")]
    [InlineData("taskcluster/docker/base/REGISTRY", "ghcr.io/owner ")]
    public void White_space_that_goes_into_the_image_is_found_and_left_for_the_next_version(
        string file, string content) =>
        Assert.Null(Base(Digest('1')).And(file, content).Facts().FindOne(CheckCodes.FileUntidy, $"{file}:1").Fix);

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.0\n")]
    public void One_line_end_or_none_is_tidy(string version) =>
        Assert.Empty(Base().And(VersionFile, version).Facts().Find(CheckCodes.FileUntidy));
}
