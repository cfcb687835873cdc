using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Ctrl-C and SIGTERM in every phase: exit code 130, nothing left running, nothing half-written.</summary>
public sealed class SignalTests : IAsyncDisposable
{
    private const int Cancelled = 130;
    private const string EndlessStep = "FROM {base}\nRUN echo it has begun && sleep 600\n";
    private const int Mebibyte = 1 << 20;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_the_engine_builds(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Image("app", EndlessStep);
        await using var build = BackgroundSlipway.Start(_sandbox, "build", "-v");
        await build.WaitForAsync("it has begun");

        await ExpectCancelledAsync(build, signal);

        Assert.Equal(["cancelled"], await _sandbox.BuildResultsAsync("app"));
        _sandbox.Image("app", "FROM {base}\nRUN echo done > /app\n");
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_it_waits_for_another_build_of_the_same_digest(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Image("app", EndlessStep);
        await using var first = BackgroundSlipway.Start(_sandbox, "build", "-v");
        await first.WaitForAsync("it has begun");
        await using var second = BackgroundSlipway.Start(_sandbox, "build");
        await second.WaitForAsync("waiting for another process");

        await ExpectCancelledAsync(second, signal);
        Assert.False(first.HasExited, "the other build goes on");
        await ExpectCancelledAsync(first, signal);

        _sandbox.Image("app", "FROM {base}\nRUN echo done > /app\n");
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_a_parent_is_loaded(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("base", mebibytes: 8);
        await _sandbox.CheckAsync("build");
        await _sandbox.EmptyEngineAsync();
        _sandbox.Image("app", "FROM {base}\nCOPY Dockerfile /\n");
        await using (var proxy = new EngineProxy(Machine.EngineSocket, "/images/load", after: Mebibyte))
        {
            await using var build = StartThrough(proxy, "build");
            await proxy.Reached;
            await ExpectCancelledAsync(build, signal);
        }

        Assert.Equal(["cancelled"], await _sandbox.BuildResultsAsync("app"));
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_an_image_is_stored(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("app", mebibytes: 8);
        await using (var proxy = new EngineProxy(Machine.EngineSocket, "/images/get", after: Mebibyte))
        {
            await using var build = StartThrough(proxy, "build");
            await proxy.Reached;
            await ExpectCancelledAsync(build, signal);
        }

        Assert.Empty(_sandbox.TemporaryFiles());
        Assert.Equal(["cancelled"], await _sandbox.BuildResultsAsync("app"));
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_an_image_is_loaded(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("app", mebibytes: 8);
        await _sandbox.CheckAsync("build");
        await _sandbox.EmptyEngineAsync();
        await using (var proxy = new EngineProxy(Machine.EngineSocket, "/images/load", after: Mebibyte))
        {
            await using var load = StartThrough(proxy, "load", _sandbox.Name("app"));
            await proxy.Reached;
            await ExpectCancelledAsync(load, signal);
        }

        Assert.Empty(await _sandbox.EngineReferencesAsync());
        await _sandbox.CheckAsync("load", _sandbox.Name("app"));
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task While_a_container_runs(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
        await _sandbox.CheckAsync("build");
        await using var run = BackgroundSlipway.Start(
            _sandbox,
            "run",
            _sandbox.Name("base"),
            "--",
            "sh",
            "-c",
            "trap 'exit 7' INT TERM; echo it runs; while true; do sleep 0.1; done");
        await run.WaitForAsync("it runs");

        await run.SignalAsync(signal);
        var result = await run.WaitAsync();

        Assert.Equal(7, result.ExitCode);
        await run.AssertNothingLeftAsync();
        Assert.Empty(await Tool.CheckAsync(
            "docker", "ps", "--all", "--quiet", "--filter", $"ancestor={_sandbox.Name("base")}"));
        await _sandbox.AssertSoundAsync();
    }

    private BackgroundSlipway StartThrough(EngineProxy proxy, params string[] arguments)
    {
        _sandbox.Environment["DOCKER_HOST"] = proxy.Address;
        try
        {
            return BackgroundSlipway.Start(_sandbox, arguments);
        }
        finally
        {
            _sandbox.Environment.Remove("DOCKER_HOST");
        }
    }

    private static async Task ExpectCancelledAsync(BackgroundSlipway command, string signal)
    {
        await command.SignalAsync(signal);
        var result = await command.WaitAsync();
        Assert.True(result.ExitCode == Cancelled, result.ToString());
        Assert.DoesNotContain("SLIP", result.Error, StringComparison.Ordinal);
        await command.AssertNothingLeftAsync();
    }
}
