using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Ci;

/// <summary>
/// The files through which a step of GitHub Actions hands on what it found
/// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files).
/// </summary>
/// <param name="environment">Gives the value of a variable of the environment, or null.</param>
internal sealed class GitHubActions(Func<string, string?> environment)
{
    private const string OutputVariable = "GITHUB_OUTPUT";
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    public static GitHubActions OfProcess() => new(Environment.GetEnvironmentVariable);

    /// <summary>Sets outputs of the step; does nothing elsewhere.</summary>
    /// <exception cref="SlipwayException">The file cannot be written.</exception>
    public Task WriteOutputsAsync(
        IEnumerable<(string Name, string Value)> outputs, CancellationToken cancellationToken) =>
        AppendAsync(
            OutputVariable,
            string.Concat(outputs.Select(output => Delimited(output.Name, output.Value))),
            cancellationToken);

    /// <summary>Adds Markdown to the page of the job; does nothing elsewhere.</summary>
    /// <returns>What is wrong with the file; null when nothing is.
    /// A summary is not worth a job that failed for it.</returns>
    public async Task<Diagnostic?> AddSummaryAsync(string markdown, CancellationToken cancellationToken)
    {
        try
        {
            await AppendAsync(SummaryVariable, Display.Lines(markdown), cancellationToken);
            return null;
        }
        catch (SlipwayException problem)
        {
            return problem.Diagnostics[0] with { Severity = Severity.Warning };
        }
    }

    /// <summary>The form for values of several lines. Nothing in a value can end it before its time.</summary>
    private static string Delimited(string name, string value)
    {
        string delimiter;
        do
        {
            delimiter = $"slipway-{Guid.NewGuid():N}";
        }
        while (value.Contains(delimiter, StringComparison.Ordinal));

        return $"{name}<<{delimiter}\n{value}\n{delimiter}\n";
    }

    private async Task AppendAsync(string variable, string text, CancellationToken cancellationToken)
    {
        if (environment(variable) is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            await File.AppendAllTextAsync(
                file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    CiCodes.CannotReport,
                    $"{file}, which {variable} names, cannot be written: {problem.Message}",
                    $"Check that the runner can write there, or unset {variable}."),
                problem);
        }
    }
}
