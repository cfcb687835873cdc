using System.Text;
using CliWrap;

namespace Slipway.EndToEnd.Support;

/// <summary>Runs programs and keeps what they print.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end, whatever its exit code.</summary>
    public static async Task<ToolResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        PipeSource? input = null,
        CancellationToken cancellationToken = default)
    {
        var output = new MemoryStream();
        var error = new StringBuilder();
        var result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder ?? Path.GetTempPath())
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithStandardInputPipe(input ?? PipeSource.Null)
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        return new ToolResult(result.ExitCode, output.ToArray(), error.ToString());
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>Its standard output, trimmed.</returns>
    public static async Task<string> CheckAsync(string program, params string[] arguments)
    {
        var result = await RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }
}
