using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class ParentPlatformsTests
{
    private const string Config = "prefix: a\nimages:\n  base: {}\n  arm: { platform: linux/arm64 }\n";

    [Fact]
    public void An_image_on_one_of_another_platform_is_told_with_its_line()
    {
        var problem = ProblemAssert.Single(
            Tree("ARG A\nFROM base\n").Problems(), EdgeCodes.ParentPlatform, $"{DockerfileOf("arm")}:2");

        Assert.Equal(
            "arm is for linux/arm64, but base, on which it is built, is for linux/amd64", problem.Message);
    }

    [Fact]
    public void A_platform_that_the_parent_is_not_for_is_told()
    {
        var problem = ProblemAssert.Single(
            Tree("FROM scratch\n", "FROM --platform=linux/arm64 base\n").Problems(),
            EdgeCodes.ParentPlatform,
            $"{DockerfileOf("app")}:1");

        Assert.Contains("--platform=linux/arm64", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM --platform=linux/amd64 base AS tools\nFROM scratch\nCOPY --from=tools /a /a\n")]
    [InlineData("FROM --platform=$BUILDPLATFORM base AS tools\nFROM scratch\nCOPY --from=tools /a /a\n")]
    [InlineData("FROM debian:12\nCOPY --from=base /a /a\n")]
    [InlineData("FROM debian:12\nRUN --mount=type=bind,from=base,target=/b true\n")]
    [InlineData("FROM --platform=linux/riscv64 debian:12\n")]
    public void What_fits_is_not_told(string dockerfile) => Assert.Empty(Tree(dockerfile).Problems());

    [Fact]
    public void The_platform_of_an_image_is_that_of_target_arguments() => ProblemAssert.Single(
        Tree("FROM --platform=$TARGETPLATFORM base\n").Problems(),
        EdgeCodes.ParentPlatform,
        $"{DockerfileOf("arm")}:1");

    [Fact]
    public void A_variant_that_only_one_names_is_no_other_platform() => Assert.Empty(
        TreeWith(("one", "FROM scratch\n"), ("two", "FROM one\n"))
            .WithConfig(
                "prefix: a\nimages: { one: { platform: linux/arm64 }, two: { platform: linux/arm64/v8 } }\n")
            .Problems());

    [Fact]
    public void With_taskgraphs_digests_it_is_a_warning()
    {
        var tree = TreeWith(("base", "FROM scratch\n"), ("arm", "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n"))
            .WithConfig(
                "prefix: a\nscheme: taskgraph\nimage-builder: b:1\n"
                + "images: { arm: { platform: linux/arm64, parent: base } }\n");

        var problem = Assert.Single(tree.Problems(), found => found.Code == EdgeCodes.ParentPlatform);
        Assert.Equal(Severity.Warning, problem.Severity);
    }

    private static InMemorySourceTree Tree(string arm, string app = "FROM base\n") =>
        TreeWith(("base", "FROM scratch\n"), ("arm", arm), ("app", app)).WithConfig(Config);
}
