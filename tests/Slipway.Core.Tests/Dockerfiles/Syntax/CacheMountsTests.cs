using System.Text;
using CsCheck;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Dockerfiles.Syntax;

public sealed class CacheMountsTests
{
    private static readonly char[] NameCharacters =
    [
        .. "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_",
    ];

    [Theory]
    [InlineData("RUN --mount=type=cache,id=pip,target=/c x\n", "RUN --mount=type=cache,id=pip,target=/c,id=L3-pip x\n")]
    [InlineData(
        "run --mount=TARGET=/c,Type=Cache,ID=pip x\r\n",
        "run --mount=TARGET=/c,Type=Cache,ID=pip,id=L3-pip x\r\n")]
    [InlineData("RUN --mount=type=cache x", "RUN --mount=type=cache,id=L3- x")]
    [InlineData("RUN --mount=type=cache,id=a,type=bind x", "RUN --mount=type=cache,id=a,type=bind,id=L3-a x")]
    [InlineData("RUN --mount=type=cache,target=c x", "RUN --mount=type=cache,target=c,id=L3-c x")]
    [InlineData("RUN --mount=type=cache,dst=c,id= x", "RUN --mount=type=cache,dst=c,id=,id=L3-c x")]
    [InlineData("RUN --mount=\"type=cache,target=c\" x", "RUN --mount=\"type=cache,target=c,id=L3-c\" x")]
    [InlineData("RUN --mount=type=cache,target=\"c\" x", "RUN --mount=type=cache,target=\"c,id=L3-c\" x")]
    [InlineData(
        "RUN \\\n  --mount=type=cache,\\\n#c\ntarget=c \\\n x",
        "RUN \\\n  --mount=type=cache,\\\n#c\ntarget=c,id=L3-c \\\n x")]
    [InlineData(
        "# escape=`\nRUN --mount=type=cache,target=c `\n x",
        "# escape=`\nRUN --mount=type=cache,target=c,id=L3-c `\n x")]
    [InlineData(
        "RUN --mount=type=cache,target=a --mount=type=bind,target=b --mount=type=cache,target=c x",
        "RUN --mount=type=cache,target=a,id=L3-a --mount=type=bind,target=b --mount=type=cache,target=c,id=L3-c x")]
    [InlineData(
        "RUN --mount=type=cache,target=c <<EOF\nRUN --mount=type=cache,target=c\nEOF\nRUN --mount=type=cache,target=d "
        + "y",
        "RUN --mount=type=cache,target=c,id=L3-c <<EOF\nRUN --mount=type=cache,target=c\nEOF\nRUN "
        + "--mount=type=cache,target=d,id=L3-d y")]
    public void A_cache_mount_gets_an_id_of_its_own(string line, string isolated) =>
        Assert.Equal(isolated, Isolate(line));

    [Theory]
    [InlineData("RUN --mount=type=secret,id=pip,target=/c x\n")]
    [InlineData("RUN --mount=target=/c,id=cache x\n")]
    [InlineData("RUN --network=none x --mount=type=cache,target=/c\n")]
    [InlineData("COPY --mount=type=cache,target=/c a b\n")]
    [InlineData("# RUN --mount=type=cache,target=/c x\n")]
    [InlineData("ONBUILD RUN --mount=type=cache,target=/c x\n")]
    [InlineData("\ufeffFROM a\r\n\0é")]
    public void All_else_stays_as_it_is(string text) => Assert.Equal(text, Isolate(text));

    [Theory]
    [InlineData("/root/.cache")]
    [InlineData("x/../../level-1/pip")]
    [InlineData("$ID")]
    public void Whatever_it_was_called_the_id_is_the_one_that_is_made_of_it(string id) =>
        Assert.Equal(
            $"RUN --mount=type=cache,target=/c,id={id},id={IdOf(id)} x",
            Isolate($"RUN --mount=type=cache,target=/c,id={id} x"));

    [Fact]
    public void A_target_with_a_comma_is_read_as_the_engine_reads_it() =>
        Assert.Equal(
            "RUN --mount=type=cache,\\\"target=/a,id=x\\\",id=" + IdOf("/a,id=x") + " x",
            Isolate("RUN --mount=type=cache,\\\"target=/a,id=x\\\" x"));

    [Fact]
    public void Without_the_ids_it_is_the_same_file() =>
        Gen.OneOf(
                "RUN ",
                "--mount=",
                "type=cache",
                ",target=",
                "/c",
                "id",
                "=",
                ",",
                " ",
                "\n",
                "\\",
                "\"",
                "é",
                "<<E",
                "E\n",
                "\r",
                "'")
            .Array[0, 30]
            .Select(string.Concat)
            .Sample(text =>
            {
                string[] parts = Isolate(text).Split(",id=L3-");
                Assert.Equal(text, parts[0] + string.Concat(parts[1..].Select(part => part.TrimStart(NameCharacters))));
            });

    private static string Isolate(string text) =>
        Encoding.UTF8.GetString(CacheMounts.Isolate(Encoding.UTF8.GetBytes(text), IdOf).Span);

    private static string IdOf(string identity) => identity.All(char.IsAsciiLetterOrDigit)
        ? $"L3-{identity}"
        : $"L3-{Sha256Digest.Of(Encoding.UTF8.GetBytes(identity)).ToString()[..16]}";
}
