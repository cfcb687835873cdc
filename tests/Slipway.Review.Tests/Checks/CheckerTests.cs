using Slipway.Model.Diagnostics;
using Slipway.Review.Checks;
using Slipway.Review.Checks.Findings;
using Slipway.Review.Tests.Checks.Rules;

namespace Slipway.Review.Tests.Checks;

public sealed class CheckerTests
{
    [Fact]
    public void A_sound_tree_has_no_findings()
    {
        var tree = RegistryTree
            .Base(RegistryTree.Digest('1'))
            .Task("FROM base\nCOPY --from=ghcr.io/owner/base:1.0 /a /b\n");
        var facts = tree.Facts();

        var report = Checker.Check(
            facts.Publish(RegistryTree.Published, '1', facts.InputsOf("base").PublicationDigest.ToString()));

        Assert.Empty(report.Findings);
        Assert.Equal(2, report.Images);
        Assert.Equal(ExitCode.Done, report.Exit(strict: true));
    }

    [Fact]
    public void Everything_is_found_at_once_errors_first_then_by_place()
    {
        var report = Checker.Check(
            RegistryTree.Base("nonsense").Task("FROM debian:12\nCOPY --from=ghcr.io/owner/base:2 /a /a\n").Facts());

        Assert.Equal(
            [
                "SLIP1805 taskcluster/docker/base/HASH:1",
                "SLIP1807 taskcluster/docker/task/Dockerfile:2",
                "SLIP1808 taskcluster/docker/task/Dockerfile:1",
            ],
            report.Findings.Select(finding => $"{finding.Diagnostic.Code} {finding.Diagnostic.Location}"));
        Assert.Equal((2, 1, ExitCode.CheckFailed), (report.Errors, report.Warnings, report.Exit(strict: false)));
    }

    [Fact]
    public void Warnings_count_only_when_they_are_to()
    {
        var report = Checker.Check(RegistryTree.Base(RegistryTree.Digest('1')).Task("FROM debian:12\n").Facts());

        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed), (report.Exit(strict: false), report.Exit(strict: true)));
    }

    [Fact]
    public void What_is_wrong_with_the_tree_is_found_with_the_rest_and_is_another_matter()
    {
        var report = Checker.Check(RegistryTree.Base("nonsense").Task("FRM x\n").Facts());

        Assert.Equal(
            ["SLIP1805", "SLIP1122", "SLIP1136"],
            report.Findings.Select(finding => finding.Diagnostic.Code.ToString()));
        Assert.Equal(ExitCode.Usage, report.Exit(strict: false));
    }

    /// <summary>One without a scheme would stand alone, and the tree's own files would not count.</summary>
    [Theory]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\n")]
    [InlineData("# %ARG X\nFROM $X\n")]
    [InlineData("FROM $BASE\n")]
    public void In_a_tree_of_taskgraph_nobody_is_sent_to_a_slipway_yml(string dockerfile)
    {
        var report = Checker.Check(RegistryTree.Base().Taskgraph("task").Task(dockerfile).Facts());

        Assert.NotEmpty(report.Findings);
        Assert.All(
            report.Findings,
            finding => Assert.DoesNotContain("slipway.yml", finding.Diagnostic.Remedy, StringComparison.Ordinal));
        Assert.Contains(
            report.Findings,
            finding => finding.Diagnostic.Remedy.Contains("kind.yml", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_images_that_were_asked_for_are_looked_at()
    {
        var facts = RegistryTree.Base("nonsense").Task("FROM debian:12\n").Facts();

        var report = Checker.Check(facts with { Images = [facts.Images.Single(image => image.Name.Value == "task")] });

        Assert.Equal(CheckCodes.BaseUnpinned, Assert.Single(report.Findings).Diagnostic.Code);
    }
}
