using System.Diagnostics;

namespace Slipway.Cli.Tests.Support;

/// <summary>Programs that tests compare with; what is absent skips a test, and fails it in CI.</summary>
internal static class Needed
{
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    public static void Program(string program)
    {
        if (Has(program))
        {
            return;
        }

        string reason = $"This test needs {program}.";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
    }

    /// <summary>Runs a program, which must succeed, and gives what it printed.</summary>
    public static async Task<string> RunAsync(
        string program, string[] arguments, string? folder = null, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? string.Empty,
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}:\n{await errors}\n{await output}");
        return await output;
    }

    /// <summary>The folder of the sources.</summary>
    public static string Checkout()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Slipway.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        }

        return folder;
    }
}
