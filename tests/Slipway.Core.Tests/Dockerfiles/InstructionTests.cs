using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Dockerfiles;

/// <summary>What BuildKit refuses when it reads a Dockerfile, and what it takes; each line was tried with it.</summary>
public sealed class InstructionTests
{
    [Theory]
    [InlineData("COPYY a b", "Did you mean COPY?")]
    [InlineData("copyy a b", "Did you mean COPY?")]
    [InlineData("RNU true", "Did you mean RUN?")]
    [InlineData("&& make", "End the line before")]
    [InlineData("\"RUN\" a", "End the line before")]
    [InlineData("ONBUILD COPYY a b", "Did you mean COPY?")]
    public void A_word_that_is_no_instruction_is_an_error_with_the_nearest_one(string line, string remedy)
    {
        var problem = ProblemAssert.Single(
            Problems($"FROM a\n\n{line}\n"), DockerfileCodes.InstructionUnknown, $"{OnDisk}:3");

        Assert.StartsWith(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(Severity.Error, problem.Severity);
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("COPY a")]
    [InlineData("COPY [\"a\"]")]
    [InlineData("COPY --chown=1 a")]
    [InlineData("COPY --from=a \\\n  b")]
    [InlineData("COPY <<EOF\nabc\nEOF")]
    [InlineData("ADD")]
    [InlineData("ADD x")]
    [InlineData("ADD --checksum=a b")]
    [InlineData("RUN")]
    [InlineData("RUN --mount=type=cache,target=/x")]
    [InlineData("RUN []")]
    [InlineData("ENV")]
    [InlineData("ENV a")]
    [InlineData("ENV =b")]
    [InlineData("ENV a=b c")]
    [InlineData("ENV a=b \"c\"")]
    [InlineData("LABEL")]
    [InlineData("LABEL a")]
    [InlineData("LABEL a=b c")]
    [InlineData("EXPOSE")]
    [InlineData("ARG")]
    [InlineData("ARG =a")]
    [InlineData("USER")]
    [InlineData("WORKDIR")]
    [InlineData("VOLUME")]
    [InlineData("VOLUME []")]
    [InlineData("VOLUME [\"\"]")]
    [InlineData("STOPSIGNAL")]
    [InlineData("HEALTHCHECK")]
    [InlineData("HEALTHCHECK --interval=3s")]
    [InlineData("HEALTHCHECK NONE a")]
    [InlineData("HEALTHCHECK CMD")]
    [InlineData("HEALTHCHECK CMD []")]
    [InlineData("HEALTHCHECK RUN a")]
    [InlineData("HEALTHCHECK --interval=3s CMD")]
    [InlineData("SHELL")]
    [InlineData("SHELL a")]
    [InlineData("SHELL []")]
    [InlineData("ONBUILD")]
    [InlineData("ONBUILD ONBUILD RUN a")]
    [InlineData("ONBUILD FROM a")]
    [InlineData("ONBUILD MAINTAINER a")]
    [InlineData("ONBUILD ENV a")]
    [InlineData("MAINTAINER")]
    [InlineData("FROM a b")]
    [InlineData("FROM a AS")]
    [InlineData("FROM a AS b c")]
    [InlineData("FROM a # the base")]
    [InlineData("FROM --paltform=linux/amd64 a")]
    [InlineData("COPY --form=a b c")]
    [InlineData("COPY --chwon=1 b c")]
    [InlineData("ADD --cheksum=sha256:1 b c")]
    [InlineData("ADD --lnk b c")]
    [InlineData("RUN --mont=type=cache,target=/x a")]
    [InlineData("RUN --mount=type=cahce,target=/x a")]
    [InlineData("RUN --mount=type=bind,target=/y --mount=target=/x,type=secrets a")]
    [InlineData("RUN --netwrok=none a")]
    [InlineData("HEALTHCHECK --intervall=3s CMD a")]
    [InlineData("ONBUILD COPY --form=a b c")]
    public void An_instruction_that_lacks_something_is_an_error_with_its_line_on_disk(string line)
    {
        var problem = ProblemAssert.Single(
            Problems($"# %ARG A\n# %ARG B\nFROM a\n{line}\n", InSlipway(("A", "1"), ("B", "2"))),
            DockerfileCodes.InstructionIncomplete,
            $"{OnDisk}:4");

        Assert.StartsWith(line.Split(' ')[0].Split('\n')[0], problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CMD")]
    [InlineData("CMD []")]
    [InlineData("ENTRYPOINT")]
    [InlineData("ENTRYPOINT []")]
    [InlineData("ENV a=")]
    [InlineData("ENV a b")]
    [InlineData("ENV a b=c")]
    [InlineData("ENV a=\"b c\" d='e f' g=h\\ i")]
    [InlineData("ENV a=\"it's\" b='\"'")]
    [InlineData("ENV $a=b")]
    [InlineData("ENV a=b \\\n    c=d")]
    [InlineData("LABEL \"a b\"=c")]
    [InlineData("ARG a b=c")]
    [InlineData("USER a b")]
    [InlineData("USER $U")]
    [InlineData("WORKDIR a b")]
    [InlineData("EXPOSE 80")]
    [InlineData("VOLUME a")]
    [InlineData("HEALTHCHECK NONE")]
    [InlineData("HEALTHCHECK none")]
    [InlineData("HEALTHCHECK --interval=3s CMD true")]
    [InlineData("SHELL [\"a\"]")]
    [InlineData("STOPSIGNAL a")]
    [InlineData("MAINTAINER a b")]
    [InlineData("ONBUILD COPY")]
    [InlineData("ONBUILD RUN")]
    [InlineData("FROM scratch as b")]
    [InlineData("COPY --parents a b")]
    [InlineData("COPY --whatever=1 a b")]
    [InlineData("RUN --device=x a")]
    [InlineData("RUN --mount=type=CACHE,target=/x a")]
    [InlineData("RUN --mount=type=overlay,target=/x a")]
    [InlineData("RUN --mount=target=/x a --mont")]
    [InlineData("HEALTHCHECK --start-interval=3s CMD true")]
    [InlineData("from scratch")]
    [InlineData("COPY a b")]
    [InlineData("COPY [\"a b\", \"c\"]")]
    [InlineData("COPY <<EOF /a\nNOTHING\nEOF")]
    [InlineData("RUN <<EOF\nNOTHING a\nEOF")]
    [InlineData("RUN true \\\n\n# COPYY\n  && true")]
    public void What_BuildKit_takes_is_taken(string line) => Assert.Empty(Problems($"FROM a\n{line}\n"));

    [Theory]
    [InlineData("RUN true")]
    [InlineData("COPY a b")]
    public void What_stands_before_the_first_stage_is_an_error(string line) => ProblemAssert.Single(
        Problems($"ARG A\n{line}\nFROM a\n"), DockerfileCodes.InstructionIncomplete, $"{OnDisk}:2");

    [Theory]
    [InlineData("# syntax=example.com/mine\n")]
    [InlineData("# syntax=docker/dockerfile\n")]
    [InlineData("# syntax=docker/dockerfile:2\n")]
    [InlineData("# syntax=docker/dockerfile:labs\n")]
    public void What_another_frontend_may_know_is_not_judged(string syntax) =>
        Assert.Empty(Problems($"{syntax}FROM a\nUNSET b\nCOPY a\n"));

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\n")]
    [InlineData("# syntax=docker/dockerfile:1.7-labs\n")]
    [InlineData("# syntax=docker.io/docker/dockerfile:1.4@sha256:"
        + "0000000000000000000000000000000000000000000000000000000000000000\n")]
    public void What_no_version_of_the_usual_frontend_knows_is_an_error(string syntax) =>
        ProblemAssert.Single(
            Problems($"{syntax}FROM a\nUNSET b\n"), DockerfileCodes.InstructionUnknown, $"{OnDisk}:3");

    [Fact]
    public void The_escape_directive_says_where_an_instruction_goes_on() =>
        Assert.Empty(Problems("# escape=`\nFROM a\nCOPY `\n  a `\n  b\nENV a=C:\\\n"));

    [Fact]
    public void The_taskgraph_scheme_has_digests_for_it_and_a_warning()
    {
        var problem = ProblemAssert.Single(
            Problems("FROM a\nCOPYY a b\n", InTaskgraph()), DockerfileCodes.InstructionUnknown, $"{OnDisk}:2");

        Assert.Equal(Severity.Warning, problem.Severity);
    }

    [Fact]
    public void A_file_that_is_no_Dockerfile_is_not_told_line_by_line() =>
        Assert.Equal(20, Problems($"FROM a\n{string.Concat(Enumerable.Repeat("Lorem ipsum\n", 500))}").Length);
}
