using Slipway.EndToEnd.Sharing.Support;
using Slipway.EndToEnd.Support;
using Slipway.Registry.Tests.Support;
using Slipway.Tests;
using Slipway.Tests.Registries;

namespace Slipway.EndToEnd.Sharing;

/// <summary>
/// Who may what in a registry with a certificate of an authority of its own, and tokens that allow to write below
/// level 1 and for pull requests only.
/// </summary>
public sealed class SharedRightsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TokenServer _tokens = new()
    {
        Anonymous = "none",
        IsWritable = path => path.Contains("/level-1/") || path.Contains("/pr/"),
    };

    private readonly Sandbox _sandbox = new();
    private readonly List<SharedMachine> _machines = [];
    private TestRegistry? _registry;

    private string App => _sandbox.Name("app");

    public async ValueTask InitializeAsync()
    {
        if (!TestRegistry.IsInstalled || !await Machine.HasEngineAsync())
        {
            return;
        }

        _registry = await _tokens.StartRegistryAsync(_authority);
        _folder.Write("authority.pem", _authority.Pem);
        Accounts.WriteAuthFile(_folder, _registry.Host);
        _sandbox
            .Write(
                "slipway.yml",
                $"prefix: e2e\nfolder: images\nbackend: registry\nregistry-backend: {_registry.Host}/ci\n")
            .Image("app", "FROM scratch\nCOPY file /file\n")
            .Write($"images/{App}/file", "one\n");
    }

    public async ValueTask DisposeAsync()
    {
        _machines.ForEach(machine => machine.Dispose());
        await _sandbox.DisposeAsync();
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        await _tokens.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_may_write_at_level_1_builds_at_level_3_for_themselves_and_is_told_what_is_missing()
    {
        await SharedTree.RequireAsync();

        var built = await NewMachine().RunAsync("build", "--level", "3");

        Assert.True(built.ExitCode == 0, built.ToString());
        Assert.Contains("SLIP1734", built.Error, StringComparison.Ordinal);
        Assert.Contains($"{_registry!.Host}/ci/level-3/", built.Error, StringComparison.Ordinal);
        Assert.Contains("the right to push", built.Error, StringComparison.Ordinal);
        Assert.Equal("build", await ActionAsync("--level", "3"));
        Assert.Equal("build", await ActionAsync("--level", "1"));
    }

    [Fact]
    public async Task What_level_1_and_a_pull_request_build_is_found_there_and_never_at_level_3()
    {
        await SharedTree.RequireAsync();
        var request = NewMachine();

        Assert.DoesNotContain("SLIP17", (await request.RunAsync("build", "--pull-request", "17")).Error);
        Assert.Equal("reuse", await ActionAsync("--pull-request", "17"));
        Assert.Equal("build", await ActionAsync("--pull-request", "18"));
        Assert.Equal("build", await ActionAsync("--level", "1"));
        // Whatever else it tries: names of its own are in its own repositories too.
        string build = (await request.CheckAsync("log", App, "--list", "--pull-request", "17"))
            .Split('\n')[1].Split(' ')[0];
        foreach (string ns in (string[])["e2e.mine", $"e2e.cache.level-3.docker.v2.{App}.latest"])
        {
            var inserted = await request.RunAsync(
                "index", "insert", ns, "--task-id", build, "--pull-request", "17");
            Assert.True(ns == "e2e.mine" || inserted.ExitCode != 0, inserted.ToString());
            Assert.NotEqual(0, (await NewMachine().RunAsync("index", "find", ns, "--level", "3")).ExitCode);
        }

        await NewMachine().CheckAsync("build", "--level", "1");
        Assert.Equal("reuse", await ActionAsync("--level", "1"));
        Assert.Equal("build", await ActionAsync("--level", "3"));
    }

    [Fact]
    public async Task Whose_authority_nobody_vouches_for_is_refused()
    {
        await SharedTree.RequireAsync();

        var plan = await NewMachine(("SSL_CERT_FILE", null)).RunAsync("plan", "--level", "3");

        Assert.NotEqual(0, plan.ExitCode);
        Assert.Contains("certificate", plan.Error, StringComparison.Ordinal);
    }

    private async Task<string> ActionAsync(params string[] push) =>
        (string)(await NewMachine().JsonAsync(["plan", .. push]))["images"]![0]!["action"]!;

    private SharedMachine NewMachine(params (string Name, string? Value)[] variables)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SSL_CERT_FILE"] = Path.Join(_folder.Path, "authority.pem"),
            ["DOCKER_CONFIG"] = _folder.Path,
        };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        var machine = new SharedMachine(_sandbox.Tree, all);
        _machines.Add(machine);
        return machine;
    }
}
