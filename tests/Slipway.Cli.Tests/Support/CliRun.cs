using Slipway.Cli.Hosting;

namespace Slipway.Cli.Tests.Support;

/// <summary>What came of a command line that ran within the tests' own process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static async Task<CliRun> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = await CliHost.RunAsync(arguments, output, error);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
