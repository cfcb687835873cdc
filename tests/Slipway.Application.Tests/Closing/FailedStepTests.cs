using System.Text;
using Slipway.Application.Closing;
using Slipway.Core.Dockerfiles;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Closing;

/// <summary>Builders that name the step that failed, and no line.</summary>
public sealed class FailedStepTests
{
    private const string Dockerfile =
        "FROM given-1 AS one\nRUN make all\nRUN twice\nFROM given-1\nRUN twice\n"
        + "RUN --mount=type=cache,id=xyz,target=/c \\\n    build $WHAT\nCOPY a b\n";

    [Theory]
    [InlineData(" > [one 2/3] RUN make all:", 2)]
    [InlineData(" > [stage-1 4/4] COPY a b:", 8)]
    [InlineData(" > RUN make all:", 2)]
    [InlineData("Step 2/7 : RUN make all", 2)]
    [InlineData("STEP 3/4: COPY a b", 8)]
    [InlineData("[2/2] STEP 3/4: RUN --mount=type=cache,target=/c     build $WHAT", 6)]
    [InlineData(" > [stage-1 3/4] RUN --mount=type=cache,target=/c     build everything:", 6)]
    public void The_line_of_the_step_is_found_by_its_text(string said, int line) =>
        Assert.Equal(new SourceLocation("docker/app/Dockerfile", line + 10), Find(said));

    [Theory]
    [InlineData(" > [one 3/3] RUN twice:")]
    [InlineData(" > [internal] load metadata for base:")]
    [InlineData("#7 0.1 RUN make all")]
    [InlineData("")]
    public void What_may_be_several_or_none_has_no_line(string said) => Assert.Null(Find(said));

    [Fact]
    public void The_last_that_was_begun_is_meant_unless_the_builder_says_which_failed()
    {
        Assert.Equal(18, Find("Step 2/7 : RUN make all", "Step 7/7 : COPY a b")?.Line);
        Assert.Equal(12, Find(" > [one 2/3] RUN make all:", "Step 7/7 : COPY a b")?.Line);
    }

    private static SourceLocation? Find(params string[] said)
    {
        var step = new FailedStep(
            Encoding.UTF8.GetBytes(Dockerfile),
            "docker/app/Dockerfile",
            new LineOrigins([.. Enumerable.Range(11, 9)]));
        foreach (string line in said)
        {
            step.Read(line);
        }

        return step.Find(text => text.Replace(",id=xyz", string.Empty, StringComparison.Ordinal));
    }
}
