using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Slipway.Tests.Http;

namespace Slipway.Tests.Registries;

/// <summary>Debian's docker-registry on a free port of 127.0.0.1, with a folder of its own.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private const string Program = "docker-registry";

    private readonly TempFolder _folder;
    private readonly Process _process;

    private TestRegistry(TempFolder folder, Process process, string host)
    {
        (_folder, _process, Host) = (folder, process, host);
        // Read as it comes: a full pipe would stop the registry.
        process.OutputDataReceived += (_, line) => Log.Enqueue(line.Data ?? string.Empty);
        process.ErrorDataReceived += (_, line) => Log.Enqueue(line.Data ?? string.Empty);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether there can be one: for fixtures, in which a skip would be a failure.</summary>
    public static bool IsInstalled => Needed.Find(Program) is not null;

    /// <summary><c>127.0.0.1:port</c>, as it stands in references.</summary>
    public string Host { get; }

    /// <summary>What it has printed, a line for each request among it.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Skips the test when there can be none.</summary>
    public static void Require() => Needed.Program(Program);

    /// <summary>Starts a registry.</summary>
    /// <param name="configure">Writes files of the registry, and gives what else its configuration says below
    /// <c>http</c>, and apart.</param>
    public static async Task<TestRegistry> StartAsync(
        Func<TempFolder, (string Http, string Top)>? configure = null, bool deletes = true)
    {
        string program = Needed.Program(Program);
        var folder = new TempFolder();
        var (http, top) = configure?.Invoke(folder) ?? (string.Empty, string.Empty);
        string host = $"127.0.0.1:{FreePort.Find()}";
        string file = folder.Write("config.yml", $$"""
            version: 0.1
            log: { level: error }
            storage:
              filesystem: { rootdirectory: {{folder.Path}}/data }
              delete: { enabled: {{(deletes ? "true" : "false")}} }
            {{top}}
            http:
              addr: {{host}}
              secret: not-a-secret
            {{http}}
            """);
        var process = Process.Start(new ProcessStartInfo(program, ["serve", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var registry = new TestRegistry(folder, process, host);
        await registry.WaitAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task WaitAsync()
    {
        string[] parts = Host.Split(':');
        for (int attempt = 0; attempt < 300; attempt++)
        {
            Assert.False(_process.HasExited, "docker-registry did not start");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(parts[0], int.Parse(parts[1]), TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        Assert.Fail("docker-registry does not answer");
    }
}
