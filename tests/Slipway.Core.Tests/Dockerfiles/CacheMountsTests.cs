using System.Text;
using CsCheck;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Values;

namespace Slipway.Core.Tests.Dockerfiles;

public sealed class CacheMountsTests
{
    private const string Scope = "level-3";

    private static readonly char[] NameCharacters = [.. "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_"];

    [Theory]
    [InlineData("RUN --mount=type=cache,id=pip,target=/c x\n", "RUN --mount=type=cache,id=pip,target=/c,id=level-3/pip x\n")]
    [InlineData("run --mount=TARGET=/c,Type=Cache,ID=pip x\r\n", "run --mount=TARGET=/c,Type=Cache,ID=pip,id=level-3/pip x\r\n")]
    [InlineData("RUN --mount=type=cache,target=c x", "RUN --mount=type=cache,target=c,id=level-3/c x")]
    [InlineData("RUN --mount=type=cache,dst=c,id= x", "RUN --mount=type=cache,dst=c,id=,id=level-3/c x")]
    [InlineData("RUN --mount=\"type=cache,target=c\" x", "RUN --mount=\"type=cache,target=c,id=level-3/c\" x")]
    [InlineData("RUN --mount=type=cache,target=\"c\" x", "RUN --mount=type=cache,target=\"c,id=level-3/c\" x")]
    [InlineData("RUN \\\n  --mount=type=cache,\\\n#c\ntarget=c \\\n x", "RUN \\\n  --mount=type=cache,\\\n#c\ntarget=c,id=level-3/c \\\n x")]
    [InlineData("# escape=`\nRUN --mount=type=cache,target=c `\n x", "# escape=`\nRUN --mount=type=cache,target=c,id=level-3/c `\n x")]
    [InlineData(
        "RUN --mount=type=cache,target=a --mount=type=bind,target=b --mount=type=cache,target=c x",
        "RUN --mount=type=cache,target=a,id=level-3/a --mount=type=bind,target=b --mount=type=cache,target=c,id=level-3/c x")]
    [InlineData(
        "RUN --mount=type=cache,target=c <<EOF\nRUN --mount=type=cache,target=c\nEOF\nRUN --mount=type=cache,target=d y",
        "RUN --mount=type=cache,target=c,id=level-3/c <<EOF\nRUN --mount=type=cache,target=c\nEOF\nRUN --mount=type=cache,target=d,id=level-3/d y")]
    public void A_cache_mount_gets_an_id_of_the_scope(string line, string isolated) => Assert.Equal(isolated, Isolate(line));

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
    [InlineData("..")]
    [InlineData("$ID")]
    public void What_could_lead_out_of_the_scope_is_hashed(string id)
    {
        string hash = Sha256Digest.Of(Encoding.UTF8.GetBytes(id)).ToString()[..16];

        Assert.Equal($"RUN --mount=type=cache,target=/c,id={id},id=level-3/{hash} x", Isolate($"RUN --mount=type=cache,target=/c,id={id} x"));
    }

    [Fact]
    public void A_target_with_a_comma_is_read_as_the_engine_reads_it() =>
        Assert.Equal(
            "RUN --mount=type=cache,\\\"target=/a,id=x\\\",id=level-3/" + Sha256Digest.Of("/a,id=x"u8).ToString()[..16] + " x",
            Isolate("RUN --mount=type=cache,\\\"target=/a,id=x\\\" x"));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a,b")]
    public void A_scope_that_is_no_plain_name_is_refused(string scope) =>
        Assert.Throws<ArgumentException>(() => CacheMounts.Isolate("FROM a"u8.ToArray(), scope));

    [Fact]
    public void Without_the_ids_it_is_the_same_file() =>
        Gen.OneOf("RUN ", "--mount=", "type=cache", ",target=", "/c", "id", "=", ",", " ", "\n", "\\", "\"", "é", "<<E", "E\n", "\r", "'")
            .Array[0, 30]
            .Select(string.Concat)
            .Sample(text =>
            {
                string[] parts = Isolate(text).Split(",id=level-3/");
                Assert.Equal(text, parts[0] + string.Concat(parts[1..].Select(part => part.TrimStart(NameCharacters))));
            });

    private static string Isolate(string text) =>
        Encoding.UTF8.GetString(CacheMounts.Isolate(Encoding.UTF8.GetBytes(text), Scope).Span);
}
