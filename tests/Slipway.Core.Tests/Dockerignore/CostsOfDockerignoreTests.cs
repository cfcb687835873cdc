using System.Text;
using Slipway.Core.Dockerignore;
using Slipway.Model.Diagnostics;
using Slipway.Tests;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Dockerignore;

public sealed class CostsOfDockerignoreTests : IDisposable
{
    private readonly TempTree _tree = new();

    [Fact]
    public void A_file_over_the_limit_is_an_error_before_it_is_read_to_its_end()
    {
        _tree.Write("img/Dockerfile", "FROM scratch\n").Write("img/.dockerignore", new byte[50 << 20]);
        var problem = default(Diagnostic);

        long bytes = Growth.Allocated(() => problem = ContextCase.Error(_tree));

        Assert.Equal(DockerignoreCodes.DockerignoreTooLarge, problem!.Code);
        Assert.InRange(bytes, 0, 16L << 20);
    }

    [Fact]
    public void A_file_at_the_limit_is_read()
    {
        string line = "folder/file\n";
        string text = string.Concat(Enumerable.Repeat(line, DockerignoreFile.MaximumSize / line.Length));
        _tree.Write("img/Dockerfile", "FROM scratch\n").Write("img/folder/file", "x")
            .Write("img/.dockerignore", text + new string('\n', DockerignoreFile.MaximumSize - text.Length));

        Assert.Equal([".dockerignore", "Dockerfile"], ContextCase.Paths(_tree));
    }

    [Fact]
    public void A_pattern_over_the_limit_is_an_error_with_its_line()
    {
        string longest = new('a', DockerignoreFile.MaximumPattern);
        string text = $"a\n{longest}\n{longest}a\n";

        ProblemAssert.Single(Problems(text), DockerignoreCodes.DockerignoreTooLarge, "x:3");
    }

    [Fact]
    public void Patterns_with_wildcards_are_limited_together_and_paths_are_not()
    {
        string paths = string.Concat(
            Enumerable.Range(0, 10_000).Select(i => $"a/long/path/that/needs/no/wildcard/{i}\n"));
        string wildcards = string.Concat(Enumerable.Repeat($"{new string('a', 1023)}*\n", 100));

        Assert.Empty(Problems(paths));
        ProblemAssert.Single(
            Problems(wildcards),
            DockerignoreCodes.DockerignoreTooLarge,
            $"x:{(DockerignoreFile.MaximumWildcards / 1024) + 1}");
    }

    [Fact]
    public void Patterns_and_folders_together_cost_no_more_than_they_are_many() =>
        Growth.IsLinear(
            "bytes for patterns and folders",
            200,
            size =>
            {
                var patterns = new StringBuilder();
                for (int i = 0; i < size; i++)
                {
                    patterns.Append(System.Globalization.CultureInfo.InvariantCulture, $"folder{i}/none\n*.{i}\n");
                }

                var rules = DockerignoreFile.Parse(patterns.ToString(), "x", new DiagnosticBag());
                string[] paths = [.. Enumerable.Range(0, size).Select(i => $"folder{i}/file")];
                return Growth.Allocated(() =>
                {
                    var filter = new DockerignoreFilter(rules);
                    foreach (string path in paths)
                    {
                        filter.Excluding(path);
                    }
                });
            });

    [Theory]
    [InlineData("**/")]
    [InlineData("*a")]
    [InlineData("*[a-b]")]
    [InlineData("?*")]
    public void A_pattern_that_could_match_in_countless_ways_is_decided(string part)
    {
        string pattern = string.Concat(Enumerable.Repeat(part, 1_300)) + "Z";
        string path = string.Concat(
            Enumerable.Repeat(part.Contains('/', StringComparison.Ordinal) ? "a/" : "aa", 2_000));

        Assert.False(new Glob(pattern).Matches(path));
        Assert.True(new Glob(pattern).Matches(path + "Z"));
    }

    public void Dispose() => _tree.Dispose();

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Problems(string text)
    {
        var problems = new DiagnosticBag();
        DockerignoreFile.Parse(text, "x", problems);
        return problems.ToSorted();
    }
}
