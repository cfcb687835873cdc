using System.Text;
using Slipway.Core.Dockerfiles;

namespace Slipway.Core.Tests.Dockerfiles;

public sealed class DockerfileStepsTests
{
    [Fact]
    public void Instructions_are_told_in_one_line_with_the_line_where_they_begin() => Assert.Equal(
        [("FROM a", 2), ("RUN one && two && three", 4), ("RUN cat <<E", 9), ("COPY --from=a b c", 12)],
        DockerfileSteps.Of(Encoding.UTF8.GetBytes(
            "# comment\nFROM a\n\nrun  one && \\\n  # within\n\n\ttwo && \\\n three\nRUN cat <<E\nRUN no\nE\n"
            + "COPY --from=a   b c\n")));

    [Theory]
    [InlineData("RUN exit 3", "RUN exit 3", true)]
    [InlineData("RUN exit 3", "RUN exit 33", false)]
    [InlineData("RUN echo $A", "RUN echo 1 2", true)]
    [InlineData("COPY $A ${B:-x}/y /z", "COPY one two/y /z", true)]
    [InlineData("COPY $A ${B:-x}/y /z", "COPY one two/w /z", false)]
    [InlineData("WORKDIR ${A}", "WORKDIR /src", true)]
    [InlineData("RUN $A-$B", "RUN -", true)]
    [InlineData("RUN a$B-a", "RUN a-a", true)]
    [InlineData("RUN a$B-a", "RUN a-b", false)]
    [InlineData("RUN ab$B ab", "RUN ab", false)]
    [InlineData("RUN cat <<E", "RUN cat <<E (one...)", true)]
    [InlineData("RUN cat", "RUN cat (one...)", false)]
    public void A_printed_step_is_that_of_an_instruction_with_values_for_variables(
        string instruction, string printed, bool expected) =>
        Assert.Equal(expected, DockerfileSteps.CanBe(instruction, printed));
}
