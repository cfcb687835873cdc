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
}
