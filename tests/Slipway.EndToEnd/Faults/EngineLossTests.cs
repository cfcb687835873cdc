using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class EngineLossTests : IAsyncDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("unix:///no/such/docker.sock", 1, 1503)]
    [InlineData("tcp://127.0.0.1:1", 1, 1503)]
    [InlineData("ssh://builder", 2, 1509)]
    public async Task Without_an_engine_a_build_is_refused_and_a_plan_is_made(string host, int exitCode, int code)
    {
        Machine.RequireSlipway();
        _sandbox.Image("app", "FROM scratch\n");
        _sandbox.Environment["DOCKER_HOST"] = host;

        Problems.Single(await _sandbox.SlipwayAsync("build"), exitCode, code);

        Assert.Equal("build", (await _sandbox.PlanAsync())["app"]);
        await _sandbox.CheckAsync("fsck");
    }

    [Fact]
    public async Task An_engine_that_dies_is_told_by_a_code_in_every_phase_and_the_store_stays_sound()
    {
        await PrivateEngine.RequireAsync();
        await using var engine = await PrivateEngine.CreateAsync();
        _sandbox.BusyboxBase().RandomImage("data", mebibytes: 8);
        _sandbox.Environment["DOCKER_HOST"] = engine.Address;
        _sandbox.Environment["SLIPWAY_ENGINE_FOLDER"] = "off";
        await _sandbox.CheckAsync("build", _sandbox.Name("base"));

        // In the middle of a step.
        _sandbox.Image("app", "FROM {base}\nRUN echo it has begun && sleep 600\n");
        await using (var build = BackgroundSlipway.Start(_sandbox, "build", "-v", _sandbox.Name("app")))
        {
            await build.WaitForAsync("it has begun");
            await engine.KillAsync();
            Problems.Single(await build.WaitAsync(), exitCode: 1, code: 1505);
        }

        _sandbox.Image("app", "FROM {base}\nRUN echo done > /app\n");
        await engine.StartAsync();
        await _sandbox.CheckAsync("build", _sandbox.Name("app"));

        // While its image goes into the store.
        string data = _sandbox.Name("data");
        await DieAtAsync(engine, "/images/get", "build", data);
        Assert.Empty(_sandbox.TemporaryFiles());
        Assert.Equal(["failed"], await _sandbox.BuildResultsAsync("data"));
        await _sandbox.CheckAsync("build", data);

        // While an image is loaded.
        string[] references = [.. (await Tool.CheckAsync(
            "docker", "-H", engine.Address, "images", "--format", "{{.Repository}}:{{.Tag}}"))
            .Split('\n').Where(line => line.StartsWith(data, StringComparison.Ordinal))];
        await Tool.CheckAsync("docker", ["-H", engine.Address, "rmi", "-f", .. references]);
        await DieAtAsync(engine, "/images/load", "load", data);
        await _sandbox.CheckAsync("load", data);

        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task An_engine_is_not_asked_to_save_what_can_be_read_in_its_folder()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        _sandbox.RandomImage("app", mebibytes: 2);
        await using var proxy = new EngineProxy(Machine.EngineSocket, "/images/get", after: 1);
        _sandbox.Environment["DOCKER_HOST"] = proxy.Address;

        await _sandbox.CheckAsync("build");

        Assert.False(proxy.Reached.IsCompleted);
        await _sandbox.AssertSoundAsync();
    }

    /// <summary>Runs a command whose engine dies in the middle of a request, and starts the engine again.</summary>
    private async Task DieAtAsync(PrivateEngine engine, string request, params string[] command)
    {
        await using (var proxy = new EngineProxy(engine.Socket, request, after: Mebibyte, engine.KillAsync))
        {
            _sandbox.Environment["DOCKER_HOST"] = proxy.Address;
            var result = await _sandbox.SlipwayAsync(command);
            await proxy.Reached;
            Problems.Single(result, exitCode: 1, code: 1505);
        }

        await engine.StartAsync();
        _sandbox.Environment["DOCKER_HOST"] = engine.Address;
    }
}
