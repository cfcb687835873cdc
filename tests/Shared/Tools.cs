using System.Diagnostics;
using System.Text;

namespace Slipway.Tests;

/// <summary>Runs the programs that tests compare with.</summary>
internal static class Tools
{
    /// <summary>Runs a program, which must succeed, and gives what it wrote to standard output.</summary>
    public static Task<string> RunAsync(string program, params string[] arguments) =>
        RunAsync(program, arguments, folder: null);

    /// <summary>For properties, which cannot wait for a task.</summary>
    public static string Run(string program, params string[] arguments) => Run(program, arguments, environment: null);

    public static string Run(
        string program, string[] arguments, IReadOnlyDictionary<string, string?>? environment, string? input = null) =>
        // On another thread: those of the tests are few, and this one waits.
        Task.Run(() => RunAsync(program, arguments, folder: null, input, environment)).GetAwaiter().GetResult();

    /// <param name="folder">Where it runs; null for the current folder.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static async Task<string> RunAsync(
        string program,
        string[] arguments,
        string? folder,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var (exit, output) = await TryRunAsync(program, arguments, folder, input, environment);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)} ended with {exit}:\n{output}");
        return output;
    }

    /// <summary>
    /// As <see cref="RunAsync(string, string[])"/>, and a program that fails is told by its number and by all that it
    /// wrote.
    /// </summary>
    public static Task<(int Exit, string Output)> TryRunAsync(string program, params string[] arguments) =>
        TryRunAsync(program, arguments, folder: null);

    private static async Task<(int Exit, string Output)> TryRunAsync(
        string program,
        string[] arguments,
        string? folder,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        // Both at once: a program that fills one pipe waits while the other is read.
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }
}
