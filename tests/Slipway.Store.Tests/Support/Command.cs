using System.Diagnostics;

namespace Slipway.Store.Tests.Support;

/// <summary>Runs the tools that a test needs.</summary>
internal static class Command
{
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output) = await TryRunAsync(program, arguments);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)} gave {exit}: {output}");
        return output;
    }

    public static async Task<(int Exit, string Output)> TryRunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await error);
    }

    /// <summary>Skips the test when a program is missing; on CI that is a failure.</summary>
    public static void Require(params string[] programs)
    {
        foreach (string program in programs)
        {
            Need(
                Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Join(folder, program))),
                $"{program} is not installed");
        }
    }

    public static async Task RequireDockerAsync()
    {
        Require("docker");
        var (exit, output) = await TryRunAsync("docker", "version", "--format", "{{.Server.Version}}");
        Need(exit == 0, $"no Docker engine answers: {output}");
    }

    public static void Need(bool met, string reason)
    {
        if (!met && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.SkipUnless(met, reason);
    }
}
