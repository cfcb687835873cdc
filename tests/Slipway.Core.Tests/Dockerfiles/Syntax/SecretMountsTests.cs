using System.Text;
using CsCheck;
using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Tests.Dockerfiles.Syntax;

public sealed class SecretMountsTests
{
    [Theory]
    [InlineData(
        "RUN --mount=type=secret,id=pip x\n",
        "RUN --mount=type=secret,id=pip,id=[pip],target=/run/secrets/pip x\n")]
    [InlineData(
        "RUN --mount=type=secret,id=pip,required x\n",
        "RUN --mount=type=secret,id=pip,required,id=[pip],target=/run/secrets/pip x\n")]
    [InlineData(
        "RUN --mount=type=secret,id=pip,uid=1,gid=2,mode=0440,target=/t x\n",
        "RUN --mount=type=secret,id=pip,uid=1,gid=2,mode=0440,target=/t,id=[pip] x\n")]
    [InlineData(
        "RUN --mount=type=secret,target=/root/.npmrc x\n",
        "RUN --mount=type=secret,target=/root/.npmrc,id=[.npmrc] x\n")]
    [InlineData("RUN --mount=type=secret,id=,dst=/a/b x\n", "RUN --mount=type=secret,id=,dst=/a/b,id=[b] x\n")]
    [InlineData(
        "RUN --mount=type=secret,id=pip,env=TOKEN x\n",
        "RUN --mount=type=secret,id=pip,env=TOKEN,id=[pip] x\n")]
    [InlineData(
        "RUN --mount=type=secret,id=pip,env=TOKEN,target=/t x\n",
        "RUN --mount=type=secret,id=pip,env=TOKEN,target=/t,id=[pip] x\n")]
    [InlineData(
        "RUN --mount=type=secret,source=pip,id=other x\n",
        "RUN --mount=type=secret,source=pip,id=other,id=[pip],source=[pip],target=/run/secrets/pip x\n")]
    [InlineData("run --mount=ID=pip,Type=Secret,DST=/t x\r\n", "run --mount=ID=pip,Type=Secret,DST=/t,id=[pip] x\r\n")]
    [InlineData(
        "RUN --mount=type=bind,type=secret,id=a,id=b,dst=/t x",
        "RUN --mount=type=bind,type=secret,id=a,id=b,dst=/t,id=[b] x")]
    [InlineData(
        "RUN --mount=\"type=secret,id=pip\" x",
        "RUN --mount=\"type=secret,id=pip,id=[pip],target=/run/secrets/pip\" x")]
    [InlineData(
        "RUN \\\n  --mount=type=secret,\\\n#c\nid=pip \\\n x",
        "RUN \\\n  --mount=type=secret,\\\n#c\nid=pip,id=[pip],target=/run/secrets/pip \\\n x")]
    [InlineData(
        "RUN --mount=type=secret,id=a,target=/a --mount=type=cache,target=/b --mount=type=secret,id=c,target=/c x",
        "RUN --mount=type=secret,id=a,target=/a,id=[a] --mount=type=cache,target=/b "
        + "--mount=type=secret,id=c,target=/c,id=[c] x")]
    public void A_secret_mount_gets_another_id_and_stays_where_it_was(string line, string isolated) =>
        Assert.Equal(isolated, Isolate(line).Text);

    [Theory]
    [InlineData("RUN --mount=type=cache,id=pip,target=/c x\n")]
    [InlineData("RUN --mount=type=ssh,id=secret x\n")]
    [InlineData("RUN --mount=target=/c,id=secret x\n")]
    [InlineData("RUN x --mount=type=secret,id=pip\n")]
    [InlineData("# RUN --mount=type=secret,id=pip x\n")]
    [InlineData("ONBUILD RUN --mount=type=secret,id=pip x\n")]
    [InlineData("RUN --mount=type=secret x\n")]
    [InlineData("\ufeffFROM a\r\n\0é")]
    public void All_else_stays_as_it_is(string text)
    {
        var (isolated, result) = Isolate(text);

        Assert.Equal(text, isolated);
        Assert.Empty(result.Ids);
        Assert.False(result.HasUnclear);
    }

    [Theory]
    [InlineData("RUN --mount=type=secret,id=$ID x\n")]
    [InlineData("RUN --mount=type=secret,target=/a/${ID} x\n")]
    [InlineData("RUN --mount=type=$TYPE,id=pip x\n")]
    [InlineData("RUN --mount=type=secret,source=$ID,id=pip x\n")]
    public void A_mount_that_a_variable_decides_about_is_told_and_left_alone(string text)
    {
        var (isolated, result) = Isolate(text);

        Assert.Equal(text, isolated);
        Assert.True(result.HasUnclear);
    }

    [Fact]
    public void What_was_mounted_and_what_was_added_are_told()
    {
        var (_, result) = Isolate(
            "RUN --mount=type=secret,id=a x\nRUN --mount=type=secret,target=/t/b --mount=type=secret,id=a y\n");

        Assert.Equal(["a", "b"], result.Ids.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("[a]", result.Ids["a"]);
        Assert.Equal([",id=[a],target=/run/secrets/a", ",id=[b]"], result.Added.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_what_was_added_it_is_the_same_file() =>
        Gen.OneOf(
                "RUN ",
                "--mount=",
                "type=secret",
                ",target=",
                ",src=",
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
                "'",
                "$")
            .Array[0, 30]
            .Select(string.Concat)
            .Sample(text =>
            {
                var result = SecretMounts.Isolate(Encoding.UTF8.GetBytes(text), _ => "3f2a");
                string isolated = Encoding.UTF8.GetString(result.Content.Span);
                Assert.Equal(
                    text,
                    result
                        .Added.OrderByDescending(added => added.Length)
                        .Aggregate(
                            isolated, (rest, added) => rest.Replace(added, string.Empty, StringComparison.Ordinal)));
            });

    private static (string Text, IsolatedSecrets Result) Isolate(string text)
    {
        var result = SecretMounts.Isolate(Encoding.UTF8.GetBytes(text), id => $"[{id}]");
        return (Encoding.UTF8.GetString(result.Content.Span), result);
    }
}
