using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Support;

/// <summary>
/// A Docker engine of the tests' own, in a temporary folder, that may be killed and leaves nothing behind.
/// </summary>
internal sealed class PrivateDocker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-dockerd-");
    private readonly string _bridge = $"slw{Guid.NewGuid():N}"[..12];
    private Process? _daemon;

    public string Socket => Path.Combine(_folder.FullName, "docker.sock");

    public EngineEnvironment Environment
    {
        get
        {
            var machine = EngineEnvironment.OfProcess();
            return machine with { Variables = machine.Variables.SetItem("DOCKER_HOST", $"unix://{Socket}") };
        }
    }

    /// <summary>Why there cannot be one on this machine, or null.</summary>
    public static string? Obstacle() =>
        !System.Environment.IsPrivilegedProcess ? "An engine of the tests' own needs root."
        : Needed.Find("dockerd") is null ? "There is no dockerd (package docker.io)."
        : Needed.Find("docker") is null ? "There is no docker command (package docker.io or docker-cli)."
        : Needed.Find("ip") is null ? "There is no ip command (package iproute2)."
        : !File.Exists(Contexts.Busybox) ? $"There is no {Contexts.Busybox} (package busybox-static)."
        : null;

    public static async Task<PrivateDocker> StartAsync()
    {
        var docker = new PrivateDocker();
        try
        {
            await docker.RunAsync();
            return docker;
        }
        catch
        {
            await docker.DisposeAsync();
            throw;
        }
    }

    /// <summary>The engine as Slipway has it, with the builder that a test is about.</summary>
    internal async Task<ContainerEngine> OpenAsync(Builder builder)
    {
        var client = await FindClientAsync(builder);
        if (client is null)
        {
            Needed.Lacking($"No docker command on PATH builds with {builder}.");
        }

        return new ContainerEngine(
            await ConnectAsync(), _ => Task.FromResult<BuildClient?>(client), Environment, TimeProvider.System);
    }

    internal Task<EngineConnection> ConnectAsync() => EngineConnection.OpenAsync(
        EngineCandidate.List(Environment, kind: null)[0], Environment, TestContext.Current.CancellationToken);

    /// <summary>Ends the engine as a power failure does.</summary>
    public void Kill()
    {
        _daemon!.Kill();
        _daemon.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            // Read before the end: a daemon that was killed leaves its containerd and what that runs.
            string pidFile = Path.Combine(_folder.FullName, "exec", "containerd", "containerd.pid");
            var containerd = File.Exists(pidFile)
                ? RunningProcess.Of(int.Parse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture))
                : (RunningProcess?)null;
            RunningProcess.Of(_daemon.Id).Signal(RunningProcess.Terminate);
            await _daemon.WaitForExitAsync(CancellationToken.None);
            foreach (var process in Leftovers(containerd))
            {
                process.Signal(RunningProcess.Kill);
            }

            _daemon.Dispose();
        }

        await Quietly("ip", "link", "del", _bridge);
        await UnmountAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The command on PATH that has this builder; null when there is none.</summary>
    internal static async Task<BuildClient?> FindClientAsync(Builder builder)
    {
        var machine = EngineEnvironment.OfProcess();
        foreach (string folder in machine.Get("PATH")!.Split(Path.PathSeparator))
        {
            var one = machine with { Variables = machine.Variables.SetItem("PATH", folder) };
            var finder = new ClientFinder(one, new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart));
            var client = await finder.FindAsync(EngineKind.Docker, CancellationToken.None);
            if (client is not null && (client.Builder == builder || builder == Builder.Classic))
            {
                return client with { Builder = builder };
            }
        }

        return null;
    }

    private List<RunningProcess> Leftovers(RunningProcess? containerd)
    {
        // Shims belong to nobody; they name the socket of their containerd.
        var shims = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0 && CommandLine(id).Contains(_folder.FullName, StringComparison.Ordinal))
            .Select(RunningProcess.Of)
            .SelectMany(shim => shim.Descendants().Prepend(shim));
        return containerd is { } process ? [.. shims, process] : [.. shims];
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private async Task RunAsync()
    {
        // Of the range for benchmarks (RFC 2544), so that no real network is hidden.
        string address = $"198.18.{Random.Shared.Next(256)}.{Random.Shared.Next(16) * 16 + 1}/28";
        await Shell.RunAsync("ip", "link", "add", _bridge, "type", "bridge");
        await Shell.RunAsync("ip", "addr", "add", address, "dev", _bridge);
        await Shell.RunAsync("ip", "link", "set", _bridge, "up");
        var info = new ProcessStartInfo(Needed.Find("dockerd")!)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (string argument in (ImmutableArray<string>)
            [
                "--data-root", Path.Combine(_folder.FullName, "data"),
                "--exec-root", Path.Combine(_folder.FullName, "exec"),
                "--pidfile", Path.Combine(_folder.FullName, "pid"),
                "-H", $"unix://{Socket}", "--bridge", _bridge, "--iptables=false", "--ip-masq=false",
            ])
        {
            info.ArgumentList.Add(argument);
        }

        var log = new OutputTail();
        _daemon = new Process { StartInfo = info };
        _daemon.ErrorDataReceived += (_, line) => log.Add(line.Data ?? string.Empty);
        _daemon.OutputDataReceived += (_, line) => log.Add(line.Data ?? string.Empty);
        _daemon.Start();
        _daemon.BeginErrorReadLine();
        _daemon.BeginOutputReadLine();
        using var api = new EngineApi(EngineEndpoint.OfSocket(Socket));
        var watch = Stopwatch.StartNew();
        while (!await api.IsAliveAsync())
        {
            Assert.False(_daemon.HasExited || watch.Elapsed.TotalSeconds > 60, $"dockerd: {log.Last}");
            await Task.Delay(50);
        }
    }

    private async Task UnmountAsync()
    {
        var mounts = File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' ')[1])
            .Where(path => path.StartsWith(_folder.FullName, StringComparison.Ordinal))
            .Reverse()
            .ToList();
        foreach (string mount in mounts)
        {
            await Quietly("umount", "-l", mount);
        }
    }

    private static async Task Quietly(string executable, params ImmutableArray<string> arguments) =>
        await new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart).CaptureAsync(
            new ToolCommand(executable, arguments, ImmutableSortedDictionary<string, string?>.Empty),
            CancellationToken.None);
}
