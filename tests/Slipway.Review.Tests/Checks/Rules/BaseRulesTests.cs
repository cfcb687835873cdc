using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>Images from elsewhere: pinned or not, plain or ambiguous.</summary>
public sealed class BaseRulesTests
{
    private const string Dockerfile = "taskcluster/docker/task/Dockerfile";

    [Theory]
    [InlineData("FROM debian:12\n", 1)]
    [InlineData("FROM scratch\nCOPY --from=ghcr.io/other/tool:1 /a /a\n", 2)]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=tool:1,target=/x true\n", 2)]
    [InlineData("ARG B=debian:12\nFROM $B\n", 2)]
    public void An_image_from_elsewhere_without_a_digest_is_found(string dockerfile, int line) =>
        Base().Task(dockerfile).Facts().FindOne(CheckCodes.BaseUnpinned, $"{Dockerfile}:{line}");

    [Theory]
    [InlineData("FROM scratch\n")]
    [InlineData("FROM base\n")]
    [InlineData("FROM ghcr.io/owner/base:1.0\n")]
    [InlineData("FROM debian:12@sha256:1111111111111111111111111111111111111111111111111111111111111111\n")]
    [InlineData("FROM scratch AS a\nFROM a\nCOPY --from=0 /a /a\n")]
    public void What_is_pinned_or_of_the_tree_is_sound(string dockerfile) =>
        Assert.Empty(Base().Task(dockerfile).Facts().Find(CheckCodes.BaseUnpinned));

    [Fact]
    public void At_a_protected_level_a_base_without_a_digest_and_an_ADD_without_a_checksum_are_errors()
    {
        var tree = Base()
            .Task("FROM debian:12\nADD https://example.com/x /x\n")
            .And("slipway.yml", "protected-levels: [3]\n");

        Assert.Equal([Severity.Warning, Severity.Warning], Severities(1));
        Assert.Equal([Severity.Error, Severity.Error], Severities(3));

        IEnumerable<Severity> Severities(int level) =>
            tree.Facts(level)
                .Find(CheckCodes.BaseUnpinned, CheckCodes.DownloadUnchecked)
                .Select(finding => finding.Diagnostic.Severity);
    }

    [Fact]
    public void What_builders_read_in_different_ways_is_found() =>
        Base().Task("FROM scratch\nCOPY --from=7 a b\n").Facts().FindOne(DockerfileCodes.Doubtful, $"{Dockerfile}:2");

    [Theory]
    [InlineData("FROM bsae\n", "'base' if that is meant")]
    [InlineData("FROM debian\n", "docker.io/library/debian with a tag")]
    [InlineData("FROM base:1.0\n", "'base' for the image of the tree")]
    [InlineData("FROM alpine\n", "Rename the image of the tree")]
    public void A_name_that_can_be_taken_in_two_ways_is_found(string dockerfile, string remedy)
    {
        var found = Base()
            .And("taskcluster/docker/alpine/Dockerfile", "FROM scratch\n")
            .Task(dockerfile)
            .Facts()
            .FindOne(CheckCodes.NameAmbiguous, $"{Dockerfile}:1");

        Assert.Contains(remedy, found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM base\n")]
    [InlineData("FROM debian:12\n")]
    [InlineData("FROM docker.io/library/debian\n")]
    [InlineData("FROM owner/base:1\n")]
    [InlineData("FROM base AS base\nFROM base\n")]
    public void A_plain_name_is_sound(string dockerfile) =>
        Assert.Empty(Base().Task(dockerfile).Facts().Find(CheckCodes.NameAmbiguous));
}
