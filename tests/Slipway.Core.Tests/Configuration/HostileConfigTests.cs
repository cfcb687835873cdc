using System.Diagnostics;
using System.Text;
using CsCheck;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Configuration;

public sealed class HostileConfigTests
{
    private static readonly Gen<string> Fragment = Gen.OneOf(
        "prefix", "images", "args", "levels", "index", "expires", "a", "1", "3", ":", ": ", "\n", "\n  ", "\n    ",
        "- ", "[", "]", "{", "}", ",", "&x ", "*x", "<<: ", "? ", "! ", "!!str ", "!t ", "|", ">", "'", "\"", "\\", "#",
        "%", "@", "`", "---\n", "...\n", "~", "\t", "\r", "\0", "é", "\U0001f600", "\u0085", "{scope}.{name}", "30d");

    [Fact]
    public void Reading_never_throws() =>
        Gen.OneOf(Fragment.Array[0, 60].Select(string.Concat), Gen.String)
            .Sample(text => ConfigCase.Read(text).Reading is not null, iter: 2_000);

    [Fact]
    public void Reading_arbitrary_bytes_never_throws() =>
        Gen.Byte.Array[0, 100].Sample(content => ConfigCase.ReadBytes(content).Reading is not null, iter: 1_000);

    [Fact]
    public void Aliases_of_aliases_do_not_grow()
    {
        var text = new StringBuilder("images:\n  a: { args: &v0 { A: x } }\n");
        for (int i = 1; i < 40; i++)
        {
            text.Append($"  b{i}: {{ secrets: &v{i} [{string.Join(", ", Enumerable.Repeat($"*v{i - 1}", 10))}] }}\n");
        }

        Assert.NotEmpty(Quickly(text.ToString()));
    }

    [Fact]
    public void Merges_of_merges_do_not_grow()
    {
        var text = new StringBuilder("images:\n  a: &m { max-age: 1d }\n  b: { <<: [");
        text.AppendJoin(", ", Enumerable.Repeat("*m", 150_000)).Append("] }\n");

        ProblemAssert.Single(Quickly(text.ToString()), ConfigurationCodes.TooLarge, "slipway.yml:2:6");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("!!seq [")]
    public void Deep_nesting_is_refused_before_the_stack_ends(string open)
    {
        string text = "prefix: " + string.Concat(Enumerable.Repeat(open, 200_000 / open.Length));

        Assert.Contains(
            Assert.Single(Quickly(text)).Code,
            (IEnumerable<DiagnosticCode>)[ConfigurationCodes.TooLarge, ConfigurationCodes.Malformed]);
    }

    [Fact]
    public void A_huge_file_is_refused() =>
        ProblemAssert.Single(
            Quickly(new string(' ', ConfigReader.MaximumSize + 1)), ConfigurationCodes.TooLarge, "slipway.yml");

    [Fact]
    public void A_file_full_of_problems_lists_the_first_hundred()
    {
        var problems = Quickly(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"key{i}: x\n")));

        Assert.Equal(101, problems.Length);
        Assert.Contains(problems, problem => problem.Code == ConfigurationCodes.TooManyProblems);
    }

    [Fact]
    public void A_long_key_is_not_compared_with_every_other() =>
        ProblemAssert.Single(
            Quickly($"? {new string('a', 900_000)}\n: x\n"), ConfigurationCodes.UnknownKey, "slipway.yml:1:3");

    /// <summary>Far more than it takes on a busy machine, far less than what an attack would take.</summary>
    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Quickly(string text)
    {
        var watch = Stopwatch.StartNew();
        var problems = ConfigCase.Read(text).Problems;
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"It took {watch.Elapsed}.");
        return problems;
    }
}
