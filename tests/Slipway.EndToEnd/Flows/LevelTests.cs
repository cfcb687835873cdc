using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class LevelTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task What_level_1_built_is_not_used_at_level_3()
    {
        await _sandbox.BuildAsync("--level", "1");

        Assert.Equal("build", (await _sandbox.PlanAsync("--level", "3"))["base"]);
    }

    [Fact]
    public async Task What_level_3_built_is_used_at_level_1()
    {
        await _sandbox.BuildAsync("--level", "3");

        Assert.Equal("reuse", (await _sandbox.PlanAsync("--level", "1"))["base"]);
    }

    [Fact]
    public async Task A_project_builds_at_the_level_that_the_configuration_gives_it()
    {
        _sandbox.Write("slipway.yml", "prefix: e2e\nfolder: images\nlevels: { 3: [main] }\n");

        await _sandbox.BuildAsync("--project", "main");

        Assert.Equal("level-3", (string)(await _sandbox.JsonAsync("list"))[0]!["indexed"]!["scope"]!);
    }

    [Fact]
    public async Task A_pull_request_finds_its_own_builds_and_nobody_else_does()
    {
        await _sandbox.BuildAsync("--pull-request", "7");

        Assert.Equal("reuse", (await _sandbox.PlanAsync("--pull-request", "7"))["base"]);
        Assert.Equal("build", (await _sandbox.PlanAsync("--pull-request", "8"))["base"]);
        Assert.Equal("build", (await _sandbox.PlanAsync("--level", "1"))["base"]);
        Assert.Equal("build", (await _sandbox.PlanAsync("--level", "3"))["base"]);
    }

    [Fact]
    public async Task A_pull_request_uses_what_the_trusted_branch_built()
    {
        await _sandbox.BuildAsync("--level", "3");

        Assert.Equal("reuse", (await _sandbox.PlanAsync("--pull-request", "7"))["base"]);
    }

    [Fact]
    public async Task What_a_lower_level_built_is_not_loaded_at_a_higher_one_by_any_name()
    {
        await _sandbox.BuildAsync("--level", "1");
        string ns = $"e2e.cache.level-1.docker.v2.{_sandbox.Name("base")}.latest";
        string build = (string)(await _sandbox.JsonAsync("index", "find", ns))["build"]!;

        await RefusedAsync("load", "--level", "3", "--namespace", ns);
        await RefusedAsync("load", "--level", "3", "--task-id", build);
        await _sandbox.CheckAsync("load", "--namespace", ns);
    }

    [Fact]
    public async Task What_a_pull_request_built_is_loaded_only_for_that_request()
    {
        await _sandbox.BuildAsync("--pull-request", "7");
        string build = (string)(await _sandbox.JsonAsync("log", _sandbox.Name("base"), "--list"))[0]!["id"]!;
        await _sandbox.CheckAsync("index", "insert", "mine.own", "--task-id", build);

        await RefusedAsync("load", "--namespace", "mine.own");
        await RefusedAsync("load", "--level", "3", "--namespace", "mine.own");
        await _sandbox.CheckAsync("load", "--pull-request", "7", "--namespace", "mine.own");
    }

    private async Task RefusedAsync(params string[] arguments)
    {
        var result = await _sandbox.SlipwayAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("SLIP1008", result.Error, StringComparison.Ordinal);
    }
}
