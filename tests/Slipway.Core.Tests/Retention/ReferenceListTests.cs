using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using static Slipway.Core.Tests.Retention.RetentionCase;

namespace Slipway.Core.Tests.Retention;

public sealed class ReferenceListTests
{
    private static readonly RetainedBuild[] Builds = [Build("base", 3), Build("base", 5), Build("tools", 3)];

    [Theory]
    [InlineData("", "")]
    [InlineData("# DIGEST", "")]
    [InlineData("DIGEST", "0")]
    [InlineData("sha256:DIGEST", "0")]
    [InlineData("  DIGEST   # what runs here", "0")]
    [InlineData("DIGEST\r\nTOOLS\r\n", "0 2")]
    [InlineData("sha256:IMAGE", "0")]
    [InlineData("BUILD", "0")]
    [InlineData("base:DIGEST", "0")]
    [InlineData("base:SHORT", "0")]
    [InlineData("base:hash.DIGEST", "0")]
    [InlineData("localhost:5000/ci/level-3/base:SHORT", "0")]
    [InlineData("registry.example/ci/base@sha256:MANIFEST", "0")]
    [InlineData("registry.example/ci/base:1.2@sha256:MANIFEST", "0")]
    [InlineData("postgres:15\nredis\ndocker.io/library/debian:12", "")]
    [InlineData("registry.example/base@sha256:0000000000000000000000000000000000000000000000000000000000000000", "0 1")]
    [InlineData("base:202611291200", "0 1")]
    [InlineData("base:latest", "0 1")]
    [InlineData("base", "0 1")]
    [InlineData("registry.example/base:1.2", "0 1")]
    public void A_line_keeps_what_it_may_mean(string text, string kept)
    {
        var used = new UsedImages();
        var problems = new DiagnosticBag();
        ReferenceList.Read(
            text.Replace("TOOLS", Builds[2].Digest.ToString(), StringComparison.Ordinal)
                .Replace("DIGEST", Builds[0].Digest.ToString(), StringComparison.Ordinal)
                .Replace("SHORT", Builds[0].Digest.ToString()[..12], StringComparison.Ordinal)
                .Replace("IMAGE", Builds[0].ImageHash.ToString(), StringComparison.Ordinal)
                .Replace("MANIFEST", Builds[0].Manifest.ToString(), StringComparison.Ordinal)
                .Replace("BUILD", Builds[0].Id.Value, StringComparison.Ordinal),
            "in-use.txt",
            name => name is "base" or "tools",
            used,
            problems);

        Assert.False(problems.HasErrors);
        Assert.Equal(
            kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => $"{number} Used"),
            Kept(Policy(Keep(0)), used, Builds));
    }

    [Fact]
    public void A_line_that_is_no_reference_is_an_error_where_it_stands_and_every_one_is_told()
    {
        var problems = new DiagnosticBag();
        ReferenceList.Read(
            "base:latest\n\n{\"image\": 1}\nBase Image\n", "deploy/in-use.txt", _ => false, new UsedImages(), problems);

        Assert.Equal(
            ["SLIP1311 deploy/in-use.txt:3", "SLIP1311 deploy/in-use.txt:4"],
            problems.ToSorted().Select(problem => $"{problem.Code} {problem.Location}"));
    }

    [Theory]
    [InlineData("base:latest", 1)]
    [InlineData("registry.example/base:1.2", 1)]
    [InlineData("postgres:15", 0)]
    public void Only_an_image_of_the_tree_is_asked_for_a_digest(string text, int warnings)
    {
        var problems = new DiagnosticBag();
        ReferenceList.Read(text, "in-use.txt", name => name == "base", new UsedImages(), problems);

        Assert.Equal(warnings, problems.ToSorted().Count(problem => problem.Severity == Severity.Warning));
        Assert.False(problems.HasErrors);
    }
}
