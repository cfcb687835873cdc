using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>Reads what the command line prints when something is wrong.</summary>
internal static partial class Problems
{
    private const int UnexpectedError = 1006;

    /// <summary>The command ended with this exit code and said why in coded lines, each with a remedy.</summary>
    public static IReadOnlyList<Problem> Of(ToolResult result, int exitCode)
    {
        Assert.True(result.ExitCode == exitCode, $"expected exit code {exitCode}: {result}");
        var problems = Read(result);
        Assert.True(problems.Count > 0, $"no coded line: {result}");
        return problems;
    }

    /// <summary>The command ended with this exit code and exactly these codes, in any order.</summary>
    public static IReadOnlyList<Problem> Of(ToolResult result, int exitCode, params int[] codes)
    {
        var problems = Of(result, exitCode);
        Assert.True(
            codes.Order().SequenceEqual(problems.Select(problem => problem.Code).Order()),
            $"expected {string.Join(", ", codes)}: {result}");
        return problems;
    }

    /// <summary>The only problem of a command.</summary>
    public static Problem Single(ToolResult result, int exitCode, int code) => Of(result, exitCode, [code])[0];

    private static List<Problem> Read(ToolResult result)
    {
        Assert.False(StackFrame().IsMatch(result.Error), $"a stack trace: {result}");
        string[] lines = result.Error.Split('\n');
        var problems = new List<Problem>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (CodedLine().Match(lines[i]) is not { Success: true } match)
            {
                continue;
            }

            string? location = lines[i + 1].StartsWith("  at ", StringComparison.Ordinal) ? lines[++i][5..] : null;
            Assert.True(
                lines[i + 1].StartsWith("  → ", StringComparison.Ordinal) && lines[i + 1].Length > 10,
                $"no remedy after '{lines[i]}': {result}");
            int code = int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture);
            Assert.True(code != UnexpectedError, $"an unexpected error: {result}");
            problems.Add(new Problem(code, match.Groups["message"].Value, location, lines[i + 1][4..]));
        }

        return problems;
    }

    [GeneratedRegex(
        @"^SLIP(?<code>[0-9]{4}): (?<message>.+)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodedLine();

    // As .NET prints them: "   at Namespace.Type.Method(…)".
    [GeneratedRegex(@"^   at \S+\(|Unhandled exception", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StackFrame();
}
