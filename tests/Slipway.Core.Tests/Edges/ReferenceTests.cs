using System.Text;
using Slipway.Core.Edges;
using Slipway.Core.Tests.Dockerfiles;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Edges;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("FROM debian:12\n", "debian:12")]
    [InlineData("from debian\n", "debian")]
    [InlineData("  FroM\t debian  \n", "debian")]
    [InlineData("\n\n# comment\nFROM debian AS build\n", "debian")]
    [InlineData("FROM --platform=$BUILDPLATFORM debian as build\n", "debian")]
    [InlineData("FROM \"debian\"\n", "debian")]
    [InlineData("FROM 'debian'\n", "debian")]
    [InlineData("FROM host:5000/a/b@sha256:00\r\n", "host:5000/a/b@sha256:00")]
    [InlineData("FROM deb\\\nian\n", "debian")]
    [InlineData("FROM \\\n  debian\n", "debian")]
    [InlineData("FROM \\ \t\n# in between\n\n   # and more\n debian\n", "debian")]
    [InlineData("# escape=`\nFROM `\n debian\n", "debian")]
    [InlineData("# check=skip=all\n# ESCAPE = `\nFROM a`\nb\n", "ab")]
    [InlineData("# plain\n# escape=`\nFROM a\\\nb\n", "ab")]
    [InlineData("# unknown=1\n# escape=`\nFROM a\\\nb\n", "ab")]
    public void A_from_is_found(string text, string image) => Assert.Equal([image], Resolved(text));

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\n# escape=`\nFROM a`\nb\n", "docker/dockerfile:1", "ab")]
    [InlineData("#SYNTAX  =  x/y@sha256:00 and more\r\nFROM a\n", "x/y@sha256:00", "a")]
    [InlineData("# check=skip=all\n# syntax = é:1\nFROM a\n", "é:1", "a")]
    public void A_frontend_is_an_image_that_is_named(string text, string frontend, string image)
    {
        var found = Read(text);

        Assert.Equal([frontend, image], found.References.Select(use => use.Resolved));
        Assert.Equal(ReferenceKind.Frontend, found.References[0].Kind);
        Assert.Equal(
            frontend,
            System.Text.Encoding.UTF8.GetString(
                found.Content.Span.Slice(found.References[0].Offset, found.References[0].Length)));
    }

    [Theory]
    [InlineData("# a comment\n# syntax=x\nFROM a\n")]
    [InlineData(" # syntax=x\nFROM a\n")]
    [InlineData("FROM a\n# syntax=x\n")]
    [InlineData("# syntax=\nFROM a\n")]
    public void What_no_builder_takes_for_a_frontend_is_none(string text) => Assert.Equal(["a"], Resolved(text));

    [Theory]
    [InlineData("FROM a\nRUN echo \\\n  FROM b \\\n  # FROM c\n  FROM d\n")]
    [InlineData("FROM a\nRUN <<EOF\nFROM b\nEOF\n")]
    [InlineData("FROM a\nRUN cat <<'EOF' > /x && cat <<\"E2\" > /y\nFROM b\nEOF\nFROM c\nE2\n")]
    [InlineData("FROM a\nCOPY <<-EOF /x\n\tFROM b\n\tEOF\n")]
    [InlineData("FROM a\nADD << EOF /x\nFROM b\nEOF\n")]
    [InlineData("FROM a\nONBUILD RUN <<EOF\nFROM b\nEOF\n")]
    [InlineData("FROM a\nONBUILD COPY --from=b /a /b\n")]
    [InlineData("FROM a\nRUN 3<<E\\OF cat\nFROM b\nEOF\n")]
    [InlineData("FROM a\nRUN <<EOF\nFROM never ended\n")]
    [InlineData("FROM a\nLABEL x=\"FROM b\"\n")]
    [InlineData("FROM a\nADD --from=b /x /y\n")]
    public void What_only_looks_like_an_instruction_names_nothing(string text) => Assert.Equal(["a"], Resolved(text));

    [Theory]
    [InlineData("RUN [\"cat\", \"<<EOF\"]\n")]
    [InlineData("RUN echo it's <<EOF\n")]
    [InlineData("RUN cat <<<EOF\n")]
    [InlineData("RUN echo $((1<<2))\n")]
    [InlineData("RUN echo \"a <<EOF\"\n")]
    [InlineData("RUN echo \\\\\n")]
    [InlineData("LABEL a=<<EOF\n")]
    [InlineData("RUN <<\"\"\n")]
    public void What_only_looks_like_a_here_document_hides_nothing(string line) =>
        Assert.Equal(["a", "b"], Resolved($"FROM a\n{line}FROM b\n"));

    [Theory]
    [InlineData("ARG V=12\nFROM debian:$V\n", "debian:12")]
    [InlineData("ARG V=12\nFROM debian:${V}-slim\n", "debian:12-slim")]
    [InlineData("ARG V=\"12\" W='x'\nFROM debian:$V$W\n", "debian:12x")]
    [InlineData("ARG V=12\nARG W=${V}.1\nFROM debian:$W\n", "debian:12.1")]
    [InlineData("FROM debian:${V:-11}\n", "debian:11")]
    [InlineData("FROM debian:${V-11}\n", "debian:11")]
    [InlineData("ARG V=\nFROM debian:${V-11}x${V:-12}\n", "debian:x12")]
    [InlineData("ARG V=1\nFROM debian${V:+:12}\n", "debian:12")]
    [InlineData("ARG V=\nFROM debian${V+:12}${V:+no}\n", "debian:12")]
    [InlineData("ARG V=1\nFROM ${V:?unset}x\n", "1x")]
    [InlineData("ARG A=1\nFROM ${B:-x${A}${C:-y}}\n", "x1y")]
    [InlineData("FROM de\\bian\n", "debian")]
    [InlineData("FROM '$V'\n", "$V")]
    [InlineData("FROM a\\$b\n", "a$b")]
    [InlineData("FROM debian-$TARGETARCH\n", "debian-amd64")]
    [InlineData("FROM ${TARGETOS}x${TARGETVARIANT}\n", "linuxx")]
    public void Variables_before_the_first_from_are_put_in(string text, string image) =>
        Assert.Equal([image], Resolved(text));

    [Fact]
    public void The_arguments_of_the_image_win_over_defaults() =>
        Assert.Equal(["debian:13"], Resolved("ARG V=12\nARG W=$V\nFROM debian:$W\n", InSlipway(("V", "13"))));

    [Fact]
    public void An_argument_that_is_not_declared_does_not_count() =>
        Assert.Equal(["debian:"], Resolved("FROM debian:$V\n", InSlipway(("V", "13"))));

    [Fact]
    public void An_argument_declared_in_a_stage_does_not_count_for_the_next_from() =>
        Assert.Equal(["a", "b:"], Resolved("FROM a\nARG V=12\nFROM b:$V\n"));

    [Theory]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\n")]
    [InlineData("FROM ${DOCKER_IMAGE_PARENT}\n")]
    [InlineData("ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n")]
    [InlineData("ARG DOCKER_IMAGE_PARENT=debian:12\nFROM $DOCKER_IMAGE_PARENT\n")]
    public void The_parent_is_known_without_being_declared(string text)
    {
        Assert.Equal(["base"], Resolved(text, InSlipway().WithParent("base")));
        Assert.Equal(["base"], Resolved(text, InTaskgraph().WithParent("base")));
        Assert.Equal(["other"], Resolved(text, InSlipway(("DOCKER_IMAGE_PARENT", "other")).WithParent("base")));
    }

    [Fact]
    public void Without_a_parent_the_default_of_its_variable_counts() =>
        Assert.Equal(["debian:12"], Resolved("ARG DOCKER_IMAGE_PARENT=debian:12\nFROM $DOCKER_IMAGE_PARENT\n"));

    [Theory]
    [InlineData("FROM x AS base\nFROM base\n", "x")]
    [InlineData("FROM x AS Base\nFROM bASE\n", "x")]
    [InlineData("FROM x AS base\nCOPY --from=BASE /a /b\n", "x")]
    [InlineData("FROM x\nCOPY --from=0 /a /b\n", "x")]
    [InlineData("FROM x\nCOPY --from=17 /a /b\n", "x")]
    [InlineData("FROM x AS b\nRUN --mount=type=bind,from=b,target=/b true\n", "x")]
    [InlineData("FROM x\nCOPY --from=later /a /b\nFROM scratch AS later\n", "x")]
    public void A_stage_is_not_an_image(string text, string image) => Assert.Equal([image], Resolved(text));

    [Fact]
    public void A_stage_may_have_the_name_of_the_image_it_is_built_on()
    {
        var dockerfile = Read("FROM base AS base\nRUN true\nFROM other\nCOPY --from=base /a /b\n");

        Assert.Equal(["base", "other"], dockerfile.References.Select(use => use.Resolved));
    }

    [Fact]
    public void A_from_before_its_stage_names_an_image() =>
        Assert.Equal(["base", "x"], Resolved("FROM base\nFROM x AS base\n"));

    [Fact]
    public void Scratch_is_not_an_image() => Assert.Empty(Resolved("FROM scratch\nCOPY --from=scratch /a /b\n"));

    [Theory]
    [InlineData("COPY --from=tools:1 /a /b", "tools:1")]
    [InlineData("copy --chown=1:1 --from=tools --link /a /b", "tools")]
    [InlineData("COPY --from=\"tools\" /a /b", "tools")]
    [InlineData("COPY \\\n  --from=tools \\\n  /a /b", "tools")]
    [InlineData("COPY --from=$T /a /b", "tools")]
    public void A_copy_from_an_image_is_found(string line, string image)
    {
        var use = Assert.Single(Read($"ARG T=tools\nFROM scratch\n{line}\n").References);

        Assert.Equal((ReferenceKind.CopyFrom, image), (use.Kind, use.Resolved));
    }

    [Theory]
    [InlineData("COPY /a --from=tools /b")]
    [InlineData("COPY -- --from=tools /b")]
    [InlineData("COPY --fromage=tools /a /b")]
    [InlineData("COPY --from /a /b")]
    [InlineData("COPY --from= /a /b")]
    public void Other_words_of_a_copy_name_nothing(string line) => Assert.Empty(Resolved($"FROM scratch\n{line}\n"));

    [Theory]
    [InlineData("RUN --mount=type=bind,from=tools,target=/t true", "tools")]
    [InlineData("RUN --network=none --mount=from=tools,target=/t --mount=type=cache,target=/c true", "tools")]
    [InlineData("RUN --mount=\"type=bind,from=tools\" true", "tools")]
    [InlineData("RUN --mount=type=bind,'\"from=tools\"',target=/t true", "tools")]
    [InlineData("RUN --mount=type=bind,\\\nfrom=tools true", "tools")]
    [InlineData("RUN --mount=type=bind,FROM=tools true", "tools")]
    public void A_mount_from_an_image_is_found(string line, string image)
    {
        var use = Assert.Single(Read($"FROM scratch\n{line}\n").References);

        Assert.Equal((ReferenceKind.RunMount, image), (use.Kind, use.Resolved));
    }

    [Fact]
    public void Several_mounts_of_one_run_are_found_in_order() =>
        Assert.Equal(
            ["a", "b", "c"],
            Resolved("FROM scratch\nRUN --mount=from=a,target=/a --mount=from=b,target=/b true\nCOPY --from=c / /\n"));

    [Fact]
    public void A_flag_behind_the_command_is_the_commands() =>
        Assert.Empty(Resolved("FROM scratch\nRUN tool --mount=from=a\n"));

    [Fact]
    public void Places_are_bytes_of_the_expanded_text()
    {
        var dockerfile = Read(
            "# %ARG A\n# héé\U0001f600\nFROM é$A AS x\nCOPY --from=\"tööl\" /a /b\n", InSlipway(("A", "ñ")));

        Assert.Equal(
            ["éñ", "tööl"],
            dockerfile.References.Select(use =>
                Encoding.UTF8.GetString(dockerfile.Content.Span.Slice(use.Offset, use.Length))));
        Assert.Equal(["éñ", "tööl"], dockerfile.References.Select(use => use.Written));
    }

    [Fact]
    public void A_replaced_reference_leaves_the_rest_alone()
    {
        var dockerfile = Read(
            "FROM $DOCKER_IMAGE_PARENT AS b\r\nRUN --mount=from=tools,target=/t x\r\n", InSlipway().WithParent("base"));
        var replacements = dockerfile.References.ToDictionary(use => use, use => $"local/{use.Resolved}:1");

        Assert.Equal(
            "FROM local/base:1 AS b\r\nRUN --mount=from=local/tools:1,target=/t x\r\n",
            Encoding.UTF8.GetString(dockerfile.WithReferences(replacements).Span));
    }

    [Fact]
    public void A_reference_broken_over_lines_is_replaced_as_a_whole()
    {
        var dockerfile = Read("FROM ba\\\n# c\nse\nRUN x\n");
        var use = Assert.Single(dockerfile.References);

        Assert.Equal("ba\\\n# c\nse", use.Written);
        Assert.Equal(
            "FROM new\nRUN x\n",
            Encoding.UTF8.GetString(
                dockerfile.WithReferences(new Dictionary<ImageReferenceUse, string> { [use] = "new" }).Span));
    }
}
