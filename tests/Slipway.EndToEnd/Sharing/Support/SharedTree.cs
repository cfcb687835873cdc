using Slipway.EndToEnd.Support;
using Slipway.Tests.Registries;

namespace Slipway.EndToEnd.Sharing.Support;

/// <summary>A tree whose images machines share in Debian's docker-registry.</summary>
public sealed class SharedTree : IAsyncLifetime
{
    private readonly List<SharedMachine> _machines = [];
    private TestRegistry? _registry;

    internal Sandbox Sandbox { get; } = new();

    /// <summary>A machine that has built everything at level 3.</summary>
    internal SharedMachine Builder { get; private set; } = null!;

    internal string Host => _registry?.Host ?? string.Empty;

    internal string Base => Sandbox.Name("base");

    internal string App => Sandbox.Name("app");

    /// <summary>Skips the test where there is no registry or no engine.</summary>
    public static async Task RequireAsync()
    {
        await Machine.RequireEngineAsync();
        TestRegistry.Require();
    }

    public async ValueTask InitializeAsync()
    {
        if (!TestRegistry.IsInstalled || !await Machine.HasEngineAsync())
        {
            return;
        }

        _registry = await TestRegistry.StartAsync();
        Sandbox
            .Write("slipway.yml", $"prefix: e2e\nfolder: images\nbackend: registry\nregistry-backend: {Host}/ci\n")
            .BusyboxBase()
            // Unlike what other trees have left in the engine.
            .Image("app", $"FROM {{base}}\nCOPY file /file\nRUN echo made {Sandbox.Tag} > /made\n")
            .Write($"images/{App}/file", $"one {Sandbox.Tag}\n");
        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await CommitAsync("one");
        Builder = NewMachine();
        await Builder.CheckAsync("build", "--level", "3", "--revision", "0123456789abcdef");
    }

    public async ValueTask DisposeAsync()
    {
        _machines.ForEach(machine => machine.Dispose());
        await Sandbox.DisposeAsync();
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }

    /// <summary>A machine that has nothing.</summary>
    internal SharedMachine NewMachine()
    {
        var machine = new SharedMachine(Sandbox.Tree);
        _machines.Add(machine);
        return machine;
    }

    /// <summary>The digest of an image as the tree stands.</summary>
    internal async Task<string> DigestAsync(string image) =>
        (await Builder.CheckAsync("hash", image)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    /// <summary>The requests that came while something was done, as the registry logs them.</summary>
    internal async Task<string[]> RequestsOfAsync(Func<Task> work)
    {
        int before = await MarkAsync();
        await work();
        int after = await MarkAsync();
        // What is not found stands there a second time, as an error.
        return
        [
            .. _registry!.Log.Take(after).Skip(before + 1)
                .Where(line => line.Contains("] \"", StringComparison.Ordinal))
                .Where(line => line.Contains("/v2/ci/", StringComparison.Ordinal)),
        ];
    }

    internal async Task CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@e.example", "commit", "--quiet", "--message", message);
    }

    private async Task GitAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync("git", arguments, Sandbox.Tree);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    // Its lines come through a pipe, in order: those of the requests before this one are there when this one's is.
    private async Task<int> MarkAsync()
    {
        string mark = Guid.NewGuid().ToString("N");
        using var client = new HttpClient();
        using (await client.GetAsync(new Uri($"http://{Host}/v2/{mark}/tags/list")))
        {
            while (true)
            {
                string[] lines = [.. _registry!.Log];
                int at = Array.FindIndex(lines, line => line.Contains($"/v2/{mark}/", StringComparison.Ordinal));
                if (at >= 0)
                {
                    return at;
                }

                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }
}
