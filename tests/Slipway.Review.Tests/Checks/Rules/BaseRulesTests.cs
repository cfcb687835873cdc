using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>Images from elsewhere: pinned or not, plain or ambiguous.</summary>
public sealed class BaseRulesTests
{
    private const string Sha = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
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
    [InlineData("FROM toolbox\n", "docker.io/library/toolbox with a tag")]
    [InlineData("FROM toolbox\n", "'external:'")]
    [InlineData("FROM scratch AS ngnix\nFROM nginx\n", "'ngnix' if that stage is meant")]
    [InlineData("FROM alpine\n", "Rename the image of the tree")]
    public void A_name_that_can_be_taken_in_two_ways_is_found(string dockerfile, string remedy)
    {
        var found = Base()
            .And("taskcluster/docker/alpine/Dockerfile", "FROM scratch\n")
            .Task(dockerfile)
            .Facts()
            .FindOne(CheckCodes.NameAmbiguous, $"{Dockerfile}:{dockerfile.Count(c => c == '\n')}");

        Assert.Contains(remedy, found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM base\n")]
    [InlineData("FROM debian:12\n")]
    [InlineData("FROM debian\n")]
    [InlineData("FROM listed\n")]
    [InlineData("FROM scratch\nCOPY --from=listed /a /a\n")]
    [InlineData("FROM docker.io/library/debian\n")]
    [InlineData("FROM owner/base:1\n")]
    [InlineData("FROM base AS base\nFROM base\n")]
    [InlineData($"FROM base@{Sha}\n")]
    [InlineData($"FROM base:1.0@{Sha}\n")]
    [InlineData("FROM scratch\nCOPY --from=$STAGE /a /a\n")]
    public void A_plain_name_is_sound(string dockerfile) =>
        Assert.Empty(Base().And("slipway.yml", "external: [listed]\n").Task(dockerfile).Facts()
            .Find(CheckCodes.NameAmbiguous));

    [Theory]
    [InlineData("node", "FROM node:24\n")]
    [InlineData("node", $"FROM node:24@{Sha}\n")]
    [InlineData("debian", "FROM debian:12-slim AS build\nFROM debian:12-slim\n")]
    [InlineData("tool", "FROM tool:1\n")]
    public void A_base_that_is_called_like_its_own_folder_is_plain(string folder, string dockerfile) =>
        Assert.Empty(Base().Task(dockerfile, folder).Facts().Find(CheckCodes.NameAmbiguous));

    /// <summary>There a name in a Dockerfile never means an image of the tree.</summary>
    [Theory]
    [InlineData("FROM debian:12\n")]
    [InlineData("FROM debian\n")]
    [InlineData("FROM base:1.0\n")]
    [InlineData($"FROM base@{Sha}\n")]
    [InlineData("FROM bsae\n")]
    public void In_a_tree_of_taskgraph_nothing_is_to_be_written_as_an_image_of_the_tree(string dockerfile) =>
        Assert.Empty(Taskgraph().Task(dockerfile, "debian").Facts().Find(CheckCodes.NameAmbiguous));

    [Fact]
    public void In_a_tree_of_taskgraph_a_bare_name_of_an_image_is_told_with_what_makes_a_parent()
    {
        var found = Taskgraph().Task("FROM base\n", "debian").Facts().FindOne(
            CheckCodes.NameAmbiguous, "taskcluster/docker/debian/Dockerfile:1");

        Assert.Contains("'parent: base'", found.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.Contains("another digest", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM scratch AS builder\nFROM scratch\nCOPY --from=nosuchstage /a /a\n", "before (builder)")]
    [InlineData("FROM scratch\nCOPY --from=nosuchstage /a /a\n", "Name a stage that comes before")]
    public void A_name_that_is_no_stages_is_told_as_one(string dockerfile, string remedy)
    {
        var found = Assert.Single(
            Base().Task(dockerfile).Facts().Find(CheckCodes.NameAmbiguous, CheckCodes.BaseUnpinned),
            finding => finding.Diagnostic.Code == CheckCodes.NameAmbiguous);

        Assert.Contains(remedy, found.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.io", found.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.Contains("no stage", found.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_stage_is_not_to_be_pinned() => Assert.Empty(
        Base().Task("FROM scratch\nCOPY --from=nosuchstage /a /a\n").Facts().Find(CheckCodes.BaseUnpinned));

    [Theory]
    [InlineData("FROM quay.io/owner/base:main\n")]
    [InlineData("ARG OWNER=owner\nFROM quay.io/$OWNER/base\n")]
    public void What_may_be_the_trees_own_image_is_not_simply_to_be_pinned(string dockerfile)
    {
        var found = Assert.Single(Base().Task(dockerfile).Facts().Find(CheckCodes.BaseUnpinned));

        Assert.StartsWith("If it is base of this tree", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    /// <summary><c>slipway pin</c> leaves it to a person.</summary>
    [Fact]
    public void What_is_put_together_is_to_be_written_in_one_place_first()
    {
        var found = Assert.Single(
            Base().Task("ARG V=12\nFROM debian:$V\n").Facts().Find(CheckCodes.BaseUnpinned));

        Assert.StartsWith("Write the whole reference in one place", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_what_may_be_the_trees_own_images_are_pinned_by_name()
    {
        var found = Base().Task("FROM debian:12\nCOPY --from=quay.io/owner/base:1 /a /a\n").Facts()
            .Find(CheckCodes.BaseUnpinned);

        Assert.Equal(2, found.Length);
        Assert.DoesNotContain(
            found, finding => finding.Diagnostic.Remedy.Contains("`slipway pin`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("node", "FROM node:24\n")]
    [InlineData("node", "FROM ghcr.io/owner/node:24\n")]
    [InlineData("app", "FROM docker.io/library/debian:12\n")]
    [InlineData("app", "FROM ghcr.io/owner/other:24\n")]
    public void What_cannot_be_the_trees_own_image_is_to_be_pinned(string folder, string dockerfile)
    {
        var found = Assert.Single(new InMemorySourceTree()
            .Task("FROM scratch\n", "debian")
            .Task(dockerfile, folder)
            .Facts()
            .Find(CheckCodes.BaseUnpinned));

        Assert.StartsWith("Run `slipway pin`", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    private static InMemorySourceTree Taskgraph() =>
        new InMemorySourceTree().Taskgraph("base", "debian").Task("FROM scratch\n", "base");
}
