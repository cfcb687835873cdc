using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class LoadTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    private string App => _sandbox.Name("app");

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Image("app", "FROM {base}\nRUN echo app > /app\n");
        await _sandbox.CheckAsync("build");
        await _sandbox.EmptyEngineAsync();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_loaded_image_runs_in_an_engine_that_did_not_have_it()
    {
        await _sandbox.CheckAsync("load", App);

        Assert.Equal("app", await Tool.CheckAsync("docker", "run", "--rm", $"{App}:latest", "cat", "/app"));
    }

    [Fact]
    public async Task A_second_load_sends_nothing()
    {
        await _sandbox.CheckAsync("load", App);

        var second = await _sandbox.JsonAsync("load", App);

        Assert.Equal(0, (int)second["layersSent"]!);
        Assert.Equal(0, (long)second["bytesSent"]!);
    }

    [Fact]
    public async Task A_child_whose_base_is_there_sends_only_its_own_layer()
    {
        await _sandbox.CheckAsync("load", _sandbox.Name("base"));

        var load = await _sandbox.JsonAsync("load", App);

        Assert.Equal(1, (int)load["layersSent"]!);
        Assert.Equal(2, (int)load["layersPresent"]!);
    }

    [Fact]
    public async Task An_image_that_was_never_built_is_not_found_and_not_built()
    {
        _sandbox.Image("app", "FROM {base}\nRUN echo other > /app\n");

        var result = await _sandbox.SlipwayAsync("load", App);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("SLIP1301", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_digest_can_be_loaded_under_a_tag_of_ones_own()
    {
        string digest = await _sandbox.CheckAsync("hash", App);
        _sandbox.Image("app", "FROM {base}\nRUN echo other > /app\n");

        await _sandbox.CheckAsync("load", App, "--digest", digest, "--tag", $"{App}:old");

        Assert.Equal("app", await Tool.CheckAsync("docker", "run", "--rm", $"{App}:old", "cat", "/app"));
    }

    [Fact]
    public async Task A_namespace_and_a_build_name_an_image_too()
    {
        var found = await _sandbox.JsonAsync("index", "find", $"e2e.cache.level-1.docker.v2.{App}.latest");

        var byNamespace = await _sandbox.JsonAsync("load", "--namespace", (string)found["namespace"]!);
        var byBuild = await _sandbox.JsonAsync("load", "--task-id", (string)found["build"]!);

        Assert.Equal((string)found["data"]!["imageHash"]!, (string)byNamespace["imageHash"]!);
        Assert.Equal((string)byNamespace["imageHash"]!, (string)byBuild["imageHash"]!);
    }

    [Fact]
    public async Task Run_answers_with_the_output_and_the_exit_code_of_the_command()
    {
        var result = await _sandbox.SlipwayAsync("run", App, "--", "sh", "-c", "cat /app; echo oops >&2; exit 7");

        Assert.Equal((7, "app\n"), (result.ExitCode, result.Output));
        Assert.Contains("oops", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_builds_what_is_missing()
    {
        _sandbox.Image("app", "FROM {base}\nRUN echo newer > /app\n");

        Assert.Equal("newer", await _sandbox.CheckAsync("run", App, "--", "cat", "/app"));
        Assert.Equal("reuse", (await _sandbox.PlanAsync(App))["app"]);
    }
}
