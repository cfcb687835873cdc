using System.Diagnostics;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Ctrl-C, SIGTERM and SIGHUP in every phase: heard at once, the signal's exit code, nothing left.</summary>
public sealed class SignalTests : IAsyncDisposable
{
    private const string EndlessStep = "FROM {base}\nRUN echo it has begun && sleep 600\n";
    private const int Mebibyte = 1 << 20;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
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
        _sandbox.Environment["SLIPWAY_ENGINE_FOLDER"] = "off";
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

    [Fact]
    public async Task While_the_engine_builds_several_images()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
        foreach (string name in new[] { "one", "two", "three" })
        {
            _sandbox.Image(name, $"FROM {{base}}\nRUN echo {name} has begun && sleep 600\n");
        }

        await using var build = BackgroundSlipway.Start(_sandbox, "build", "-v", "-j", "3");
        foreach (string name in new[] { "one", "two", "three" })
        {
            await build.WaitForAsync($" {name} has begun\n");
        }

        await ExpectCancelledAsync(build, "INT");

        foreach (string name in new[] { "one", "two", "three" })
        {
            Assert.Equal(["cancelled"], await _sandbox.BuildResultsAsync(name));
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_second_signal_ends_a_build_at_once_with_all_that_it_started(string signal)
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Image("app", EndlessStep);
        await using var build = BackgroundSlipway.Start(_sandbox, "build", "-v");
        await build.WaitForAsync("it has begun");

        await build.SignalAsync(signal);
        await build.SignalAsync(signal);
        var result = await build.WaitAsync();

        // As the system ends a process: 128 and the signal's number.
        Assert.Equal(CodeOf(signal), result.ExitCode);
        await build.AssertNothingLeftAsync();
        _sandbox.Image("app", "FROM {base}\nRUN echo done > /app\n");
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("KILL")]
    [InlineData("INT INT")]
    public async Task A_container_ends_with_its_command_also_when_it_does_not_care_for_signals(string signals)
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
        await _sandbox.CheckAsync("build");
        // SIGHUP without a handler: the container's first process must be one that hands it on.
        string trap = signals == "HUP" ? string.Empty : "trap '' INT TERM HUP; ";
        await using var run = BackgroundSlipway.Start(
            _sandbox, "run", _sandbox.Name("base"), "--", "sh", "-c", $"{trap}echo it runs; sleep 600");
        await run.WaitForAsync("it runs");

        foreach (string signal in signals.Split(' '))
        {
            await run.SignalAsync(signal);
        }

        await run.WaitAsync();
        await run.AssertNothingLeftAsync();
        await AssertNoContainerAsync();
    }

    [Fact]
    public async Task A_relative_folder_is_mounted_and_the_name_of_a_volume_is_not_taken_for_one()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Write("here/file", "from the tree");
        await _sandbox.CheckAsync("build");

        string read = await _sandbox.CheckAsync(
            "run", _sandbox.Name("base"), "--volume", "./here:/mnt:ro", "--", "cat", "/mnt/file");

        Assert.Equal("from the tree", read);
    }

    private async Task AssertNoContainerAsync()
    {
        string found = "?";
        for (int i = 0; found.Length > 0 && i < 50; i++)
        {
            found = await Tool.CheckAsync(
                "docker", "ps", "--all", "--quiet", "--filter", $"ancestor={_sandbox.Name("base")}");
            await Task.Delay(100);
        }

        Assert.Empty(found);
    }

    private static int CodeOf(string signal) => signal switch
    {
        "HUP" => 129,
        "INT" => 130,
        "TERM" => 143,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

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
        var watch = Stopwatch.StartNew();
        var result = await command.WaitAsync();
        Assert.True(result.ExitCode == CodeOf(signal), result.ToString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), $"it took {watch.Elapsed}");
        Assert.Contains("Stopping", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SLIP", result.Error, StringComparison.Ordinal);
        await command.AssertNothingLeftAsync();
    }
}
