using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Dockerfiles;

public sealed class DockerfileErrorTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    [InlineData("\ufeff\n")]
    public void An_empty_Dockerfile_is_an_error(string text)
    {
        ProblemAssert.Single(Problems(text), DockerfileCodes.Empty, OnDisk);
        ProblemAssert.Single(Problems(text, InTaskgraph()), DockerfileCodes.Empty, OnDisk);
    }

    [Theory]
    [InlineData("# nothing\n")]
    [InlineData("ARG A\nRUN true\n")]
    [InlineData("RUN <<EOF\nFROM a\nEOF\n")]
    [InlineData("# FROM a\n")]
    public void A_Dockerfile_without_from_is_an_error(string text) =>
        ProblemAssert.Single(Problems(text), DockerfileCodes.NoFrom, OnDisk);

    [Fact]
    public void A_Dockerfile_without_from_has_a_digest_in_the_taskgraph_scheme_and_a_warning()
    {
        var problem = ProblemAssert.Single(Problems("RUN true\n", InTaskgraph()), DockerfileCodes.NoFrom, OnDisk);

        Assert.Equal(Severity.Warning, problem.Severity);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error_with_their_line() =>
        ProblemAssert.Single(
            Problems([.. "FROM a\nRUN "u8, 0xff, .. "\n"u8]), DockerfileCodes.NotUtf8, $"{OnDisk}:2");

    [Fact]
    public void An_argument_without_a_value_is_an_error_with_its_line_on_disk()
    {
        foreach (var settings in new[] { InSlipway(("A", "1")), InTaskgraph(("A", "1")) })
        {
            var problem = ProblemAssert.Single(
                Problems("# %ARG A\nFROM a\n# %ARG VER\nRUN $VER\n", settings),
                DockerfileCodes.ArgumentMissing,
                $"{OnDisk}:3");
            Assert.Contains("VER", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_parent_as_an_argument_without_a_parent_says_what_to_set()
    {
        var problem = ProblemAssert.Single(
            Problems("# %ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n"),
            DockerfileCodes.ArgumentMissing,
            $"{OnDisk}:1");

        Assert.Contains("parent:", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parent_is_not_an_argument_of_the_taskgraph_scheme() =>
        ProblemAssert.Single(
            Problems("# %ARG DOCKER_IMAGE_PARENT\nFROM a\n", InTaskgraph().WithParent("base")),
            DockerfileCodes.ArgumentMissing,
            $"{OnDisk}:1");

    [Theory]
    [InlineData("# %ARG\n")]
    [InlineData("# %ARG \n")]
    [InlineData("# %ARG A B\n")]
    [InlineData("# %ARG A-B\n")]
    [InlineData("# %ARG 1A\n")]
    [InlineData("# %ARG A=1\n")]
    [InlineData("# %ARG $A\n")]
    [InlineData("# %ARG")]
    public void A_bad_name_of_an_argument_is_an_error(string line)
    {
        ProblemAssert.Single(
            Problems($"FROM a\n{line}", InSlipway(("A", "1"))), DockerfileCodes.ArgumentNameInvalid, $"{OnDisk}:2");
        ProblemAssert.Single(
            Problems($"FROM a\n{line}", InTaskgraph(("A", "1"))), DockerfileCodes.ArgumentNameInvalid, $"{OnDisk}:2");
    }

    [Fact]
    public void A_backslash_that_is_put_in_is_an_error_in_the_taskgraph_scheme() =>
        ProblemAssert.Single(
            Problems("# %ARG A\nFROM a\nRUN $A\n", InTaskgraph(("A", @"a\b"))),
            DockerfileCodes.BackslashInArgument,
            $"{OnDisk}:3");

    [Fact]
    public void An_include_without_a_path_is_an_error() =>
        ProblemAssert.Single(Problems("FROM a\n# %include \n"), DockerfileCodes.IncludeWithoutPath, $"{OnDisk}:2");

    [Theory]
    [InlineData("FROM\n")]
    [InlineData("FROM --platform=linux/arm64\n")]
    [InlineData("FROM $NOTHING\n")]
    [InlineData("FROM ${NOTHING:+x}\n")]
    [InlineData("FROM \"\"\n")]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\n")]
    public void A_from_that_names_nothing_is_an_error(string line)
    {
        ProblemAssert.Single(Problems($"# top\n{line}"), DockerfileCodes.ReferenceEmpty, $"{OnDisk}:2");
        var problem = ProblemAssert.Single(
            Problems($"# top\n{line}", InTaskgraph()), DockerfileCodes.ReferenceEmpty, $"{OnDisk}:2");
        Assert.Equal(Severity.Warning, problem.Severity);
    }

    [Theory]
    [InlineData("${A%x}")]
    [InlineData("${A")]
    [InlineData("${}")]
    [InlineData("${A:-${B}")]
    [InlineData("'a")]
    public void A_substitution_that_is_not_understood_is_an_error(string word) =>
        ProblemAssert.Single(Problems($"FROM {word}\n"), DockerfileCodes.SubstitutionNotUnderstood, $"{OnDisk}:1");

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends()
    {
        string word = string.Concat(Enumerable.Repeat("${A:-", 100_000)) + new string('}', 100_000);

        ProblemAssert.Single(Problems($"FROM {word}\n"), DockerfileCodes.SubstitutionNotUnderstood, $"{OnDisk}:1");
    }

    [Fact]
    public void All_problems_of_a_Dockerfile_come_at_once() =>
        Assert.Equal(
            [$"{OnDisk}:1", $"{OnDisk}:3", $"{OnDisk}:4"],
            Problems("# %ARG A\nFROM a\n# %ARG 1\n# %include\n").Select(problem => problem.Location.ToString()));

    [Fact]
    public void Arguments_that_double_each_other_do_not_grow_without_end()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"A{i}").ToList();
        var args = names.Select((name, i) => (name, $"$A{i + 1} $A{i + 1}")).ToArray();
        string text = string.Concat(names.Select(name => $"# %ARG {name}\n")) + "FROM a\nRUN $A0\n";

        ProblemAssert.Single(Problems(text, InSlipway(args)), DockerfileCodes.TooLarge, $"{OnDisk}:42");
    }

    [Fact]
    public void A_Dockerfile_of_unlikely_size_is_refused() =>
        ProblemAssert.Single(
            Problems(new byte[DockerfileReader.MaximumSize + 1]), DockerfileCodes.TooLarge, OnDisk);
}
