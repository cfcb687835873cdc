using System.Text;
using Slipway.Core.Edges;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Edges;

public sealed class OriginTests
{
    [Theory]
    [InlineData("FROM debian:12\n", "debian:12")]
    [InlineData("\ufeffFROM debian:12", "debian:12")]
    [InlineData("# é\r\nFROM \\\r\n  # why\r\n  debian:12 AS x\r\n", "debian:12")]
    [InlineData("FROM scratch\nCOPY --from=\"a/b:1\" /x /x\n", "a/b:1")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=a/b:1,target=/x true\n", "a/b:1")]
    [InlineData("ARG BASE=debian:12\nFROM $BASE\n", "debian:12")]
    [InlineData("ARG A=x BASE=\"debian:12\"\nFROM ${BASE}\n", "debian:12")]
    [InlineData("ARG A='debian:12'\nARG B=$A\nFROM \"$B\"\n", "debian:12")]
    [InlineData("# %ARG OTHER\n# %ARG OTHER\nARG A=$OTHER\nFROM debian:12\n", "debian:12")]
    [InlineData("# %ARG OTHER\nFROM debian:12 AS $OTHER$OTHER\n", "debian:12")]
    [InlineData("# %ARG OTHER\nFROM --platform=$OTHER debian:12\n", "debian:12")]
    [InlineData("FROM x AS y\n# %include-run-task\nCOPY --from=a/b:1 /x /x\n", "a/b:1")]
    public void A_reference_in_one_piece_is_found_on_disk(string text, string reference)
    {
        var use = Read(text, InSlipway(("OTHER", "a-longer-value"))).References[^1];

        var place = Assert.IsType<ReferenceOrigin.InDockerfile>(use.Origin);
        Assert.Equal(reference, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), place.Offset, place.Length));
    }

    [Theory]
    [InlineData("RUN x\rFROM a/b:1\r\nCOPY x y\r")]
    [InlineData("# %ARG OTHER\r\n# $OTHER\r\rFROM a/b:1\n")]
    public void Every_line_end_that_taskgraph_knows_is_counted(string text)
    {
        var use = Assert.Single(Read(text, InTaskgraph(("OTHER", "x"))).References);

        var place = Assert.IsType<ReferenceOrigin.InDockerfile>(use.Origin);
        Assert.Equal("a/b:1", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), place.Offset, place.Length));
    }

    [Theory]
    [InlineData("ARG BASE\nFROM $BASE\n")]
    [InlineData("ARG BASE=x:1\nFROM ${BASE}\n")]
    [InlineData("# %ARG BASE\nFROM $BASE\n")]
    [InlineData("# %ARG BASE\nFROM $BASE AS b\n")]
    [InlineData("# %ARG BASE\nARG OTHER=$BASE\nFROM $OTHER\n")]
    [InlineData("FROM x\n# %ARG BASE\nCOPY --from=$BASE /x /x\n")]
    public void A_value_of_the_image_is_known_by_the_name_of_its_argument(string text) =>
        Assert.Equal(
            new ReferenceOrigin.InArgument("BASE"), Read(text, InSlipway(("BASE", "debian:12"))).References[^1].Origin);

    [Theory]
    [InlineData("ARG TAG=12\nFROM debian:$TAG\n")]
    [InlineData("FROM ${BASE:-debian:12}\n")]
    [InlineData("FROM deb\\\nian:12\n")]
    [InlineData("FROM debian\\:12\n")]
    [InlineData("ARG A=12\nARG B=debian:$A\nFROM $B\n")]
    [InlineData("# %ARG NAME\nFROM $NAME:12\n")]
    [InlineData("# %ARG NAME\n# %ARG PART\nFROM $NAME\n")]
    [InlineData("# %ARG STAGE\nFROM $STAGE\n")]
    [InlineData("# %ARG STAGE\nFROM $STAGE")]
    public void What_is_put_together_has_no_place(string text) =>
        Assert.Equal(
            ReferenceOrigin.Composed.Instance,
            Read(text, InSlipway(("NAME", "debian-$PART"), ("PART", "x"), ("STAGE", "x:1 AS y")))
                .References[^1].Origin);
}
