using System.Collections.Immutable;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;
using Spectre.Console;

namespace Slipway.Cli.Tests.Rendering;

public sealed class FindingGroupTests
{
    [Fact]
    public void What_one_remedy_mends_is_said_once_with_every_place()
    {
        var findings = Enumerable.Range(1, 219).Select(i => Unpinned($"image-{i}", $"images/{i}/Dockerfile", 1));

        string text = Print(findings);

        Assert.Equal(1, Count(text, "→ Run `slipway pin`."));
        Assert.Equal(1, Count(text, "SLIP1808"));
        for (int i = 1; i <= 219; i++)
        {
            Assert.Contains(
                $"'image-{i}' is not pinned\n    at images/{i}/Dockerfile:1\n", text, StringComparison.Ordinal);
        }

        Assert.Contains("An image from elsewhere is not pinned (219 times)", text, StringComparison.Ordinal);
        Assert.EndsWith("219 images: 219 warnings.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_Dockerfile_that_says_the_same_three_times_is_named_once() => Assert.Equal(
        """
        warning SLIP1808: 'debian:12' is not pinned
          at a/Dockerfile:1, 4, 9
          at b/Dockerfile:2
          → Run `slipway pin`.

        """,
        Print(
        [
            Unpinned("debian:12", "a/Dockerfile", 1),
            Unpinned("debian:12", "a/Dockerfile", 4),
            Unpinned("debian:12", "a/Dockerfile", 9),
            Unpinned("debian:12", "b/Dockerfile", 2),
        ]).Split("\n219")[0]);

    [Fact]
    public void A_finding_that_stands_alone_is_printed_as_every_problem_is() => Assert.Equal(
        """
        warning SLIP1808: 'a' is not pinned
          at a/Dockerfile:1
          → Run `slipway pin`.

        """,
        Print([Unpinned("a", "a/Dockerfile", 1)]).Split("\n219")[0]);

    [Fact]
    public void Another_remedy_is_another_group_and_errors_stay_first()
    {
        string text = Print(
        [
            new Finding(new Diagnostic(CheckCodes.BaseUnpinned, "error", "Mend it.", new SourceLocation("x", 1))),
            Unpinned("a", "a", 1),
            new Finding(new Diagnostic(CheckCodes.BaseUnpinned, "own", "Mend it.", null, Severity.Warning)),
            Unpinned("b", "b", 1),
        ]);

        Assert.Equal(
            [
                "SLIP1808: error",
                "warning SLIP1808: An image from elsewhere is not pinned (2 times)",
                "warning SLIP1808: own",
            ],
            text.Split('\n').Where(line => line.Contains("SLIP", StringComparison.Ordinal)));
    }

    private static Finding Unpinned(string name, string file, int line) => new(new Diagnostic(
        CheckCodes.BaseUnpinned,
        $"'{name}' is not pinned",
        "Run `slipway pin`.",
        new SourceLocation(file, line),
        Severity.Warning));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Print(IEnumerable<Finding> findings)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 500;
        FindingRenderer.Write(new CheckReport(219, [.. findings], []), [], console);
        return output.ToString();
    }
}
