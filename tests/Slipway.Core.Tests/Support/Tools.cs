using System.Diagnostics;
using System.Text;

namespace Slipway.Core.Tests.Support;

/// <summary>Runs the programs that tests compare with.</summary>
internal static class Tools
{
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(':')
            .Any(folder => File.Exists(Path.Join(folder, program)));

    /// <summary>Runs a program to its end and gives what it wrote to standard output.</summary>
    public static string Run(string program, params string[] arguments) => Run(program, arguments, []);

    public static string Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors.Result}");
        return output;
    }
}
