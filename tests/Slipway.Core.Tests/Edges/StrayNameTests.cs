using Slipway.Core.Catalog;
using Slipway.Core.Edges;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Edges;

/// <summary>Names that most likely are to mean an image of the tree, and are none's.</summary>
public sealed class StrayNameTests
{
    private const string Dockerfile = "taskcluster/docker/child/Dockerfile";

    [Theory]
    [InlineData("FROM day-bsae\n", 1, "'day-base'")]
    [InlineData("FROM day-bsae:1\n", 1, "'day-base'")]
    [InlineData("FROM Day-Base\n", 1, "'day-base'")]
    [InlineData("FROM day-base:latest\n", 1, "Write 'day-base'")]
    [InlineData("ARG B=day-bas\nFROM $B\n", 2, "'day-base'")]
    [InlineData("FROM scratch\nCOPY --from=day-bse /a /a\n", 2, "'day-base'")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=day-base2,target=/x true\n", 2, "'day-base'")]
    [InlineData("FROM scratch\nONBUILD COPY --from=day-bse /a /a\n", 2, "'day-base'")]
    [InlineData("# syntax=day-bsae\nFROM scratch\n", 1, "'day-base'")]
    [InlineData("# syntax=day-base:1\nFROM scratch\n", 1, "Write 'day-base'")]
    [InlineData("FROM scratch AS builder\nFROM builer\n", 2, "the stage 'builder'")]
    [InlineData("FROM scratch AS builder\nFROM scratch\nCOPY --from=biulder /a /a\n", 3, "the stage 'builder'")]
    [InlineData("FROM scratch AS day-cas\nFROM day-bas\n", 2, "the stage 'day-cas' or the image 'day-base'")]
    public void A_name_close_to_that_of_an_image_or_stage_is_an_error(string dockerfile, int line, string remedy)
    {
        var problem = ProblemAssert.Single(
            Tree(dockerfile).Problems(), EdgeCodes.NameNear, $"{Dockerfile}:{line}");

        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            !dockerfile.Contains("Day", StringComparison.Ordinal),
            problem.Remedy.Contains("'external:'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FROM debian:12\n")]
    [InlineData("FROM ubuntu\n")]
    [InlineData("FROM scratch\n")]
    [InlineData("FROM node:24\n")]
    [InlineData("FROM nodes:24\n")]
    [InlineData("FROM something-else\n")]
    [InlineData("FROM night-base\n")]
    [InlineData("FROM day-runner\n")]
    [InlineData("FROM docker.io/library/day-bsae\n")]
    [InlineData("FROM owner/day-bsae\n")]
    [InlineData("# syntax=docker/dockerfile:1\nFROM scratch\n")]
    [InlineData("FROM localhost/day-base:latest\n")]
    [InlineData("FROM day-bsae@sha256:1111111111111111111111111111111111111111111111111111111111111111\n")]
    [InlineData("FROM day-bsae:1@sha256:1111111111111111111111111111111111111111111111111111111111111111\n")]
    [InlineData("FROM scratch\nCOPY --from=$STAGE /a /a\n")]
    [InlineData("FROM debian:12 AS bulder\nFROM scratch\nCOPY --from=bulder /a /a\n")]
    public void What_is_ordinary_is_taken_without_a_word(string dockerfile) =>
        Assert.Empty(Tree(dockerfile).Problems());

    [Theory]
    [InlineData("debain", "FROM debian:12\n")]
    [InlineData("node22", "FROM node\n")]
    [InlineData("python", "FROM python:3.13\n")]
    public void A_name_that_is_Docker_Hubs_for_everybody_is_never_too_close(string image, string dockerfile) =>
        Assert.Empty(Tree(dockerfile, image).Problems());

    [Theory]
    [InlineData("[day-bsae]", "FROM day-bsae\n")]
    [InlineData("[day-bsae]", "FROM day-bsae:7\n")]
    [InlineData("['day-bsae:7']", "FROM day-bsae:7\n")]
    [InlineData("['day-*']", "FROM day-bsae\nCOPY --from=day-bse:2 /a /a\n")]
    [InlineData("[day-base]", "FROM day-base:1\n")]
    [InlineData("['*']", "FROM day-bsae\n")]
    public void What_is_listed_as_external_is_taken(string external, string dockerfile) =>
        Assert.Empty(Tree(dockerfile).WithConfig($"external: {external}").Problems());

    [Fact]
    public void What_is_listed_with_another_tag_is_not() => ProblemAssert.Single(
        Tree("FROM day-bsae:8\n").WithConfig("external: ['day-bsae:7']").Problems(),
        EdgeCodes.NameNear,
        $"{Dockerfile}:1");

    [Theory]
    [InlineData("a/b")]
    [InlineData("x@y")]
    [InlineData("Name")]
    [InlineData("a[")]
    [InlineData("''")]
    public void What_can_be_no_name_and_no_pattern_is_not_to_be_listed(string text) => ProblemAssert.Single(
        Tree("FROM scratch\n").WithConfig($"external: ['{text.Replace("'", "''", StringComparison.Ordinal)}']")
            .Problems(),
        ConfigurationCodes.BadValue,
        "slipway.yml:1:12");

    [Fact]
    public void An_image_listed_as_external_is_still_the_trees_by_its_bare_name() => Assert.Equal(
        ["day-base"],
        Tree("FROM day-base\n").WithConfig("external: ['day-*']").Sound().ParentsOf("child"));

    [Fact]
    public void Nobody_is_advised_to_build_an_image_on_itself_or_on_what_is_built_on_it()
    {
        var problems = TreeWith(
            ("tool", "FROM tool:1\n"),
            ("tools", "FROM toool\n"),
            ("toools", "FROM tools\n"),
            ("alone", "FROM alonee\n")).Problems();

        var problem = ProblemAssert.Single(
            problems, EdgeCodes.NameNear, "taskcluster/docker/tools/Dockerfile:1");
        Assert.StartsWith("Did you mean the image 'tool'?", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM day-bsae\n", "day-bsae")]
    [InlineData("FROM day-base:1\n", "day-base:1")]
    [InlineData("FROM 'day-base:1'\n", "day-base:1")]
    [InlineData("FROM day-base\n", null)]
    public void For_programs_the_name_stands_beside_the_message(string dockerfile, string? name) => Assert.Equal(
        name, Tree(dockerfile).Problems().FirstOrDefault(problem => problem.Code == EdgeCodes.NameNear)?.Subject);

    [Fact]
    public void Only_that_image_and_those_built_on_it_are_broken()
    {
        var tree = TreeWith(
            ("day-base", "FROM scratch\n"),
            ("child", "FROM day-bsae\n"),
            ("grandchild", "FROM child\n"),
            ("other", "FROM day-base\n"));

        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;

        Assert.Equal(["day-base", "other"], catalog.ParentsFirst.Select(image => image.Name.Value));
        Assert.Equal(["child", "grandchild"], catalog.Unfit.Select(image => image.Name));
    }

    /// <summary>There a name in a Dockerfile never means an image of the tree.</summary>
    [Fact]
    public void In_the_taskgraph_scheme_no_name_is_too_close() => Assert.Empty(
        Tree("FROM day-bsae\n").WithConfig("scheme: taskgraph").Problems());

    private static InMemorySourceTree Tree(string dockerfile, string image = "day-base") =>
        TreeWith((image, "FROM scratch\n"), ("child", dockerfile));
}
