using System.Collections.Immutable;
using Slipway.Engines.Errors;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Support;

internal static class Shell
{
    public static async Task RunAsync(string executable, params ImmutableArray<string> arguments)
    {
        var command = new ToolCommand(executable, arguments, ImmutableSortedDictionary<string, string?>.Empty);
        var (exitCode, output) = await new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart)
            .CaptureAsync(command, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"{executable} {string.Join(' ', arguments)}: {output}");
    }

    /// <summary>Whether any process of the machine has this text in its command line.</summary>
    public static bool IsRunning(string text) =>
        Directory.EnumerateDirectories("/proc").Any(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(text, StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
}
