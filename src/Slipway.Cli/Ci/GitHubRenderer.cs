using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Findings;

namespace Slipway.Cli.Ci;

/// <summary>Findings as annotations of a workflow run on GitHub.</summary>
/// <remarks>
/// https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of
/// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
/// </remarks>
internal static class GitHubRenderer
{
    /// <param name="report">What was found.</param>
    /// <param name="rootPath">The root of the tree.</param>
    /// <param name="workspace">Where the repository is checked out (<c>GITHUB_WORKSPACE</c>); files are named relative
    /// to it.</param>
    /// <param name="output">The log of the step.</param>
    public static void Write(CheckReport report, string rootPath, string? workspace, TextWriter output)
    {
        string prefix = Prefix(rootPath, workspace);
        foreach (var finding in report.Findings)
        {
            output.WriteLine(Line(finding.Diagnostic, prefix));
        }

        foreach (var skipped in report.Skipped)
        {
            output.WriteLine($"::notice title=Not checked::{Data($"{skipped.What} ({skipped.Why})")}");
        }
    }

    private static string Line(Diagnostic diagnostic, string prefix)
    {
        var properties = new List<string>();
        if (diagnostic.Location is { } location)
        {
            properties.Add(
                $"file={Property(Path.IsPathRooted(location.File) ? location.File : prefix + location.File)}");
            if (location.Line > 0)
            {
                properties.Add($"line={location.Line}");
            }

            if (location.Column > 0)
            {
                properties.Add($"col={location.Column}");
            }
        }

        properties.Add($"title={Property($"{diagnostic.Code}: {diagnostic.Code.Title}")}");
        string command = diagnostic.Severity == Severity.Error ? "error" : "warning";
        string text = Data(Display.Lines($"{diagnostic.Message}\n{diagnostic.Remedy}"));
        return $"::{command} {string.Join(',', properties)}::{text}";
    }

    private static string Prefix(string rootPath, string? workspace)
    {
        if (string.IsNullOrEmpty(workspace))
        {
            return string.Empty;
        }

        string relative = Path.GetRelativePath(workspace, rootPath);
        return relative == "." || relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? string.Empty
            : relative + "/";
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
