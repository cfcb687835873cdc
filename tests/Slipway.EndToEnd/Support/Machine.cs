using System.Diagnostics;

namespace Slipway.EndToEnd.Support;

/// <summary>What the tests need of the machine. What is absent skips a test, and fails it in CI.</summary>
internal static class Machine
{
    /// <summary>The published binary: <c>SLIPWAY_BIN</c>, else <c>bin/slipway</c> of this checkout.</summary>
    public static string Slipway { get; } =
        Environment.GetEnvironmentVariable("SLIPWAY_BIN") ?? Repository.PathOf("bin", "slipway");

    /// <summary>The socket of the engine that the tests use.</summary>
    public static string EngineSocket { get; } =
        (Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock")["unix://".Length..];

    public static void RequireSlipway() =>
        Require(File.Exists(Slipway), $"{Slipway} is not there: publish it with ./quickstart or ./test");

    /// <summary>Skips the test when no Docker engine answers.</summary>
    public static async Task RequireEngineAsync()
    {
        RequireSlipway();
        Require(await HasEngineAsync(), "no Docker engine answers, or busybox-static is not installed");
    }

    /// <summary>
    /// For fixtures, in which a skip would be a failure: the tests themselves call <see cref="RequireEngineAsync"/>.
    /// </summary>
    public static async Task<bool> HasEngineAsync() =>
        File.Exists(Slipway) && File.Exists("/bin/busybox") && await SucceedsAsync("docker", "version");

    /// <summary>As <see cref="RequireToolAsync"/>, for fixtures.</summary>
    public static Task<bool> HasToolAsync(string tool, params string[] probe) => SucceedsAsync(tool, probe);

    public static async Task RequireToolAsync(string tool, params string[] probe) =>
        Require(await SucceedsAsync(tool, probe), $"{tool} is not installed");

    public static void RequireRoot() => Require(Environment.UserName == "root", "it needs root");

    private static void Require(bool holds, string reason)
    {
        if (!holds)
        {
            Needed.Lacking(reason);
        }
    }

    private static async Task<bool> SucceedsAsync(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
