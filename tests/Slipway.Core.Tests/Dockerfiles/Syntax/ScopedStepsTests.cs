using System.Text;
using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Tests.Dockerfiles.Syntax;

public sealed class ScopedStepsTests
{
    private const string Mount = "--mount=type=secret,id=abc,target=/run/abc ";

    [Theory]
    [InlineData("FROM base\nRUN make\n", "FROM base\nRUN {0}make\n")]
    [InlineData("FROM base\nRUN [\"make\"]\n", "FROM base\nRUN {0}[\"make\"]\n")]
    [InlineData("FROM base\nRUN --network=none make\n", "FROM base\nRUN {0}--network=none make\n")]
    [InlineData("FROM base\nRUN \\\n  make && \\\n  RUN x\n", "FROM base\nRUN \\\n  {0}make && \\\n  RUN x\n")]
    [InlineData("FROM base\nrun a\nCOPY f /\nRUN b\n", "FROM base\nrun {0}a\nCOPY f /\nRUN {0}b\n")]
    [InlineData(
        "FROM base\nWORKDIR /x\nENV A=B\nRUN a\nADD f /\n", "FROM base\nWORKDIR /x\nENV A=B\nRUN {0}a\nADD f /\n")]
    [InlineData("FROM a AS x\nRUN a\nFROM x\nCOPY f /\n", "FROM a AS x\nRUN {0}a\nFROM x\nCOPY f /\n")]
    [InlineData(
        "FROM a AS x\nRUN a\nFROM x AS y\nFROM y\nCOPY f /\n",
        "FROM a AS x\nRUN {0}a\nFROM x AS y\nFROM y\nCOPY f /\n")]
    [InlineData("FROM base\nONBUILD RUN a\nRUN b\n", "FROM base\nONBUILD RUN a\nRUN {0}b\n")]
    [InlineData("FROM base\nRUN <<EOF\nRUN x\nCOPY y\nEOF\n", "FROM base\nRUN {0}<<EOF\nRUN x\nCOPY y\nEOF\n")]
    [InlineData("FROM base\nENV A=B\n", "FROM base\nENV A=B\n")]
    public void Each_step_gets_the_scopes_own_mount(string dockerfile, string expected)
    {
        var scoped = ScopedSteps.Separate(Encoding.UTF8.GetBytes(dockerfile), "abc");

        Assert.Equal(string.Format(null, expected, Mount), Encoding.UTF8.GetString(scoped!.Content.Span));
        Assert.Equal(Mount, scoped.Added);
    }

    [Theory]
    [InlineData("FROM base\nCOPY f /\nRUN make\n")]
    [InlineData("FROM base\nADD f /\n")]
    [InlineData("FROM a AS x\nRUN make\nFROM b\nCOPY --from=x /f /\n")]
    [InlineData("FROM a AS x\nFROM x\nCOPY f /\n")]
    [InlineData("FROM a AS x\nRUN a\nFROM b AS x\nFROM x\nCOPY f /\n")]
    [InlineData("# syntax=docker/dockerfile:1\nFROM base\nRUN make\n")]
    [InlineData("FROM base\nRUN\n")]
    public void What_is_copied_before_a_step_of_the_scope_cannot_be_kept_apart(string dockerfile) =>
        Assert.Null(ScopedSteps.Separate(Encoding.UTF8.GetBytes(dockerfile), "abc"));
}
