using CsCheck;
using Slipway.Application.Explaining;
using Slipway.Core.Causes;

namespace Slipway.Application.Tests.Explaining;

public sealed class TextDiffTests
{
    [Fact]
    public void The_lines_that_differ_have_their_number_in_the_later_text() =>
        Assert.Equal(
            [new ChangedLine(2, "b", "B"), new ChangedLine(4, null, "d"), new ChangedLine(6, "gone", null)],
            TextDiff.Lines("a\nb\nc\nx\ngone\n", "a\nB\nc\nd\nx\n"));

    [Fact]
    public void Texts_that_differ_in_too_many_lines_are_replaced_from_the_first_difference_to_the_last()
    {
        const int Count = 200_000;
        string before = "head\n" + string.Concat(Enumerable.Repeat("a\n", Count)) + "tail\n";
        string after = "head\n" + string.Concat(Enumerable.Repeat("b\n", Count)) + "tail\n";

        var lines = TextDiff.Lines(before, after);

        Assert.Equal(Count, lines.Length);
        Assert.Equal(new ChangedLine(2, "a", "b"), lines[0]);
        Assert.StartsWith(
            $"--- a/f\n+++ b/f\n@@ -1,{Count + 2} +1,{Count + 2} @@\n "
            + "head\n-a\n", TextDiff.Unified(before, after, "f"), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_that_are_far_apart_are_hunks_of_their_own() =>
        Assert.Equal(
            """
            --- a/f
            +++ b/f
            @@ -1,4 +1,4 @@
            -1
            +one
             2
             3
             4
            @@ -8,3 +8,4 @@
             8
             9
             10
            +11
            """,
            TextDiff.Unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "one\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "f"));

    [Fact]
    public void Line_ends_and_a_last_line_without_one_are_differences()
    {
        Assert.Contains("-a\r\n+a\n", TextDiff.Unified("a\r\nb\n", "a\nb\n", "f"), StringComparison.Ordinal);
        Assert.EndsWith(
            "-a\n\\ No newline at end of file\n+a", TextDiff.Unified("a", "a\n", "f"), StringComparison.Ordinal);
    }

    [Fact]
    public void Applying_a_diff_makes_the_later_text_of_the_earlier_one()
    {
        var text = Gen.OneOf(Gen.Const("a\n"), Gen.Const("b\n"), Gen.Const("c"), Gen.Const("\n"))
            .Array[0, 30]
            .Select(string.Concat);
        var folder = Directory.CreateTempSubdirectory("slipway-diff-");
        try
        {
            Gen.Select(text, text)
                .Where((before, after) => before != after && before.Length > 0 && after.Length > 0)
                .Sample(
                    (before, after) =>
                    {
                        string file = Path.Join(folder.FullName, "f");
                        File.WriteAllText(file, before);
                        Apply(folder.FullName, TextDiff.Unified(before, after, "f") + "\n");
                        Assert.Equal(after, File.ReadAllText(file));
                    },
                    iter: 60,
                    threads: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Applied by git, which is strict, and there wherever the other tests run.</summary>
    private static void Apply(string folder, string diff) =>
        Tools.Run(
            "git",
            ["-C", folder, "apply", "--unidiff-zero", "--whitespace=nowarn", "-"],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder),
            },
            diff);
}
