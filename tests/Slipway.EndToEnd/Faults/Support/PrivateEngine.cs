using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A Docker engine of a test's own, in a temporary folder, that may be killed and started again.</summary>
internal sealed class PrivateEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-dockerd-");
    private readonly string? _bridge;
    private Process? _daemon;

    public string Socket => Path.Join(_folder.FullName, "docker.sock");

    /// <summary>A value for <c>DOCKER_HOST</c>.</summary>
    public string Address => $"unix://{Socket}";

    public static async Task RequireAsync()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await Machine.RequireToolAsync("dockerd", "--version");
        await Machine.RequireToolAsync("ip", "-V");
    }

    private PrivateEngine(string? bridge) => _bridge = bridge;

    /// <summary>An engine in a network of its own that has nothing in it: its steps can run nothing.</summary>
    public static async Task<PrivateEngine> CreateApartAsync()
    {
        var engine = new PrivateEngine(bridge: null);
        await engine.StartAsync();
        return engine;
    }

    public static async Task<PrivateEngine> CreateAsync()
    {
        var engine = new PrivateEngine($"slw{Guid.NewGuid():N}"[..12]);
        // Of the range for benchmarks (RFC 2544), so that no real network is hidden.
        string address = $"198.18.{Random.Shared.Next(256)}.{(Random.Shared.Next(16) * 16) + 1}/28";
        await Tool.CheckAsync("ip", "link", "add", engine._bridge!, "type", "bridge");
        await Tool.CheckAsync("ip", "addr", "add", address, "dev", engine._bridge!);
        await Tool.CheckAsync("ip", "link", "set", engine._bridge!, "up");
        await engine.StartAsync();
        return engine;
    }

    public async Task StartAsync()
    {
        // unshare(1) becomes the program, so it is the engine that is killed.
        _daemon = Process.Start(new ProcessStartInfo(_bridge is null ? "unshare" : "dockerd",
        [
            .. _bridge is null ? (string[])["--net", "dockerd"] : [],
            "--data-root", Path.Join(_folder.FullName, "data"),
            "--exec-root", Path.Join(_folder.FullName, "exec"),
            "--pidfile", Path.Join(_folder.FullName, "pid"),
            "-H", Address, "--bridge", _bridge ?? "none", "--iptables=false", "--ip-masq=false",
        ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var log = new ConcurrentQueue<string>();
        _daemon.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? string.Empty);
        _daemon.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? string.Empty);
        _daemon.BeginOutputReadLine();
        _daemon.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while ((await Tool.RunAsync("docker", ["-H", Address, "version"])).ExitCode != 0)
        {
            Assert.False(
                _daemon.HasExited || watch.Elapsed > Patience,
                $"dockerd does not start: {string.Join('\n', log.TakeLast(10))}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends the engine as a power failure does, and what it leaves behind with it.</summary>
    public async Task KillAsync()
    {
        var leftovers = Leftovers();
        _daemon!.Kill();
        await _daemon.WaitForExitAsync();
        foreach (var process in leftovers.Where(process => process.IsAlive))
        {
            await Tool.RunAsync("kill", ["-KILL", process.Id.ToString(CultureInfo.InvariantCulture)]);
        }

        // The next start takes a number for a running process as long as nobody has collected the dead one.
        File.Delete(Path.Join(_folder.FullName, "pid"));
        File.Delete(Path.Join(_folder.FullName, "exec", "containerd", "containerd.pid"));
        _daemon.Dispose();
        _daemon = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await KillAsync();
        }

        if (_bridge is not null)
        {
            await Tool.RunAsync("ip", ["link", "del", _bridge]);
        }

        string[] mounts =
        [
            .. File.ReadLines("/proc/self/mounts")
                .Select(line => line.Split(' ')[1])
                .Where(path => path.StartsWith(_folder.FullName, StringComparison.Ordinal))
                .Reverse(),
        ];
        foreach (string mount in mounts)
        {
            await Tool.RunAsync("umount", ["-l", mount]);
        }

        _folder.Delete(recursive: true);
    }

    private List<ProcessEntry> Leftovers()
    {
        // The shims of containers belong to nobody; they name the socket of their containerd.
        var shims = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)
                ? ProcessEntry.Read(id) : null)
            .OfType<ProcessEntry>()
            .Where(process => process.Id != _daemon!.Id
                && process.CommandLine.Contains(_folder.FullName, StringComparison.Ordinal)
                && process.CommandLine.Contains("containerd", StringComparison.Ordinal))
            .ToList();
        return
        [
            .. shims,
            .. shims.SelectMany(shim => ProcessEntry.DescendantsOf(shim.Id)),
            .. ProcessEntry.DescendantsOf(_daemon!.Id),
        ];
    }
}
