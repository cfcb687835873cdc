using System.Text;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Tests;
using Slipway.Tests.Cases;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Dockerfiles;

public sealed class CostsOfDockerfilesTests
{
    [Theory]
    [InlineData("${{A{0}}}${{A{0}}}")]
    [InlineData("$A{0}$A{0}")]
    [InlineData("${{A{0}:-x}}${{B:-$A{0}}}")]
    public void Arguments_that_double_each_other_are_an_error_and_take_no_memory(string doubling)
    {
        string dockerfile = Doubling(31, doubling) + "FROM $A31\n";
        var problems = Problems("FROM scratch\n").ToBuilder();

        long bytes = Growth.Allocated(() => problems.AddRange(Problems(dockerfile)));

        var problem = Assert.Single(problems);
        Assert.Equal(DockerfileCodes.TooLarge, problem.Code);
        Assert.Contains("variables", problem.Message, StringComparison.Ordinal);
        Assert.InRange(bytes, 0, 64L << 20);
    }

    [Fact]
    public void In_the_taskgraph_scheme_it_is_a_warning_because_the_digest_does_not_depend_on_it()
    {
        var problem = Assert.Single(Problems(Doubling(31, "$A{0}$A{0}") + "FROM $A31\n", InTaskgraph()));

        Assert.Equal(DockerfileCodes.TooLarge, problem.Code);
        Assert.Equal(Severity.Warning, problem.Severity);
    }

    [Fact]
    public void One_long_value_in_many_places_counts_in_all_of_them()
    {
        string dockerfile =
            $"ARG A={new string('x', 100_000)}\n"
            + string.Concat(
                Enumerable.Repeat("FROM $A\nCOPY --from=$A x y\nRUN --mount=from=$A,target=/x true\n", 100));

        Assert.Equal(DockerfileCodes.TooLarge, Assert.Single(Problems(dockerfile)).Code);
    }

    [Fact]
    public void Values_that_are_put_into_each_other_below_the_limit_are_resolved() =>
        Assert.Equal([new string('x', 1 << 10)], Resolved(Doubling(10, "${{A{0}}}${{A{0}}}") + "FROM $A10\n"));

    [Fact]
    public void Instructions_of_every_kind_cost_no_more_than_they_are_many() =>
        Growth.IsLinear(
            "bytes for instructions",
            500,
            size =>
            {
                var dockerfile = new StringBuilder("ARG A=base\n");
                for (int i = 0; i < size; i++)
                {
                    dockerfile.Append(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"ARG B{i}=\"$A-{i}\"\nFROM image{i} AS stage{i}\nCOPY --from=$A a b\nRUN "
                        + $"--mount=type=cache,from=other{i},target=/x true\n");
                }

                return Growth.Allocated(() => Read(dockerfile.ToString()));
            });

    [Fact]
    public void Directives_are_limited()
    {
        var arguments = InSlipway(("A", "x"));
        string declarations(int count) => string.Concat(Enumerable.Repeat("# %ARG A\n", count)) + "FROM $A\n";
        string includes(int count) => "FROM a\n" + string.Concat(Enumerable.Repeat("# %include a\n", count));

        Assert.Equal(["x"], Resolved(declarations(DirectiveExpander.MaximumArguments), arguments));
        ProblemAssert.Single(
            Problems(declarations(DirectiveExpander.MaximumArguments + 50), arguments),
            DockerfileCodes.TooManyDirectives,
            $"{OnDisk}:{DirectiveExpander.MaximumArguments + 1}");
        Assert.Equal(
            DirectiveExpander.MaximumIncludes, Read(includes(DirectiveExpander.MaximumIncludes)).Includes.Length);
        ProblemAssert.Single(
            Problems(includes(DirectiveExpander.MaximumIncludes + 50)),
            DockerfileCodes.TooManyDirectives,
            $"{OnDisk}:{DirectiveExpander.MaximumIncludes + 2}");
    }

    [Fact]
    public void A_directive_that_expands_too_far_is_the_last_that_is_expanded()
    {
        // Each of these lines would cost four megabytes before it is found to be too long.
        string value = string.Concat(Enumerable.Repeat("$B", 1_000_000));
        var settings = InSlipway(("A", value), ("B", "0123456789"));
        string dockerfile = "FROM a\n# %ARG A\n# %ARG B\n" + string.Concat(Enumerable.Repeat("# $A\n", 100));

        var problems = Array.Empty<Diagnostic>();
        long bytes = Growth.Allocated(() => problems = [.. Problems(dockerfile, settings)]);

        ProblemAssert.Single([.. problems], DockerfileCodes.TooLarge, $"{OnDisk}:4");
        Assert.InRange(bytes, 0, 64L << 20);
    }

    private static string Doubling(int times, string doubling) =>
        "ARG A0=x\n" + string.Concat(Enumerable.Range(1, times).Select(i =>
            $"ARG A{i}={string.Format(System.Globalization.CultureInfo.InvariantCulture, doubling, i - 1)}\n"));
}
