using System.Globalization;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Faults;

/// <summary>An engine that is killed at random moments: the store stays whole, and the next command works.</summary>
public sealed class EngineKillCampaignTests : IAsyncDisposable
{
    private const int Seed = 20160101;
    private const int Mebibytes = 8;

    // Each restarts an engine, which takes seconds.
    private static readonly int Rounds = Campaign.Size(usual: 2, @long: 25);

    private readonly Sandbox _sandbox = new();
    private readonly Random _random = new(Seed);
    private int _died;

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task An_engine_that_is_killed_during_build_save_or_load_leaves_nothing_wrong_anywhere()
    {
        await PrivateEngine.RequireAsync();
        await Machine.RequireToolAsync("unshare", "--version");
        await using var engine = await PrivateEngine.CreateApartAsync();
        _sandbox.Environment["DOCKER_HOST"] = engine.Address;
        _sandbox.Environment["SLIPWAY_ENGINE_FOLDER"] = "off";
        for (int round = 0; round < Rounds; round++)
        {
            _sandbox.RandomImage("app", Mebibytes, seed: (round * 2) + 1);
            await DieDuringBuildAsync(engine);
            await AssertWholeAsync();

            _sandbox.RandomImage("app", Mebibytes, seed: (round * 2) + 2);
            await DieAtAsync(engine, "/images/get", "build");
            await AssertWholeAsync();

            await RemoveFromEngineAsync(engine);
            await DieAtAsync(engine, "/images/load", "load", _sandbox.Name("app"));
            await AssertLoadedAsync(engine);
        }

        Campaign.Report(
            "Kills of the engine",
            $"{3 * Rounds} kills during build, save and load, of which {_died} ended the command: the store whole "
            + "after each, no other image loaded");
        Assert.True(_died >= 2 * Rounds, $"Only {_died} kills met a command.");
    }

    /// <summary>Kills the engine at a random moment of a build, which may be over by then.</summary>
    private async Task DieDuringBuildAsync(PrivateEngine engine)
    {
        await using var build = BackgroundSlipway.Start(_sandbox, "build");
        await Task.Delay(_random.Next(30, 700), TestContext.Current.CancellationToken);
        await engine.KillAsync();
        Judge(await build.WaitAsync());
        await engine.StartAsync();
    }

    /// <summary>Kills the engine when a random number of bytes of a request has passed.</summary>
    private async Task DieAtAsync(PrivateEngine engine, string request, params string[] command)
    {
        await using (
            var proxy = new EngineProxy(engine.Socket, request, _random.Next(Mebibytes << 20), engine.KillAsync))
        {
            _sandbox.Environment["DOCKER_HOST"] = proxy.Address;
            var result = await _sandbox.SlipwayAsync(command);
            await proxy.Reached;
            Judge(result);
        }

        await engine.StartAsync();
        _sandbox.Environment["DOCKER_HOST"] = engine.Address;
    }

    private void Judge(ToolResult result)
    {
        if (result.ExitCode != 0)
        {
            Problems.Of(result, exitCode: 1);
            _died++;
        }
    }

    /// <summary>Nothing wrong is stored, what the plan calls found is whole, and the next build works.</summary>
    private async Task AssertWholeAsync()
    {
        await _sandbox.CheckAsync("fsck");
        bool found = (await _sandbox.PlanAsync())["app"] == "reuse";
        Assert.Equal(found ? "reused" : "built", (await _sandbox.BuildAsync())["app"]);
        await _sandbox.AssertSoundAsync();
    }

    private async Task RemoveFromEngineAsync(PrivateEngine engine)
    {
        string ids = await Tool.CheckAsync("docker", "-H", engine.Address, "images", "-aq", "--no-trunc");
        string[] all = [.. ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (all.Length > 0)
        {
            await Tool.CheckAsync("docker", ["-H", engine.Address, "rmi", "-f", .. all]);
        }
    }

    /// <summary>
    /// The engine has the image or has nothing of that name; then it is loaded, and holds the bytes of the tree.
    /// </summary>
    private async Task AssertLoadedAsync(PrivateEngine engine)
    {
        await _sandbox.CheckAsync("fsck");
        string name = _sandbox.Name("app");
        string expected = (string)(await _sandbox.JsonAsync("load", name))["imageHash"]!;
        Assert.Equal(
            $"sha256:{expected}",
            await Tool.CheckAsync(
                "docker", "-H", engine.Address, "image", "inspect", "--format", "{{.Id}}", $"{name}:latest"));
        string container = $"{name}-{_random.Next().ToString(CultureInfo.InvariantCulture)}";
        await Tool.CheckAsync(
            "docker", "-H", engine.Address, "create", "--name", container, "--net", "none", $"{name}:latest", "x");
        string copy = Path.Join(_sandbox.Tree, "..", "copy");
        await Tool.CheckAsync("docker", "-H", engine.Address, "cp", $"{container}:/data", copy);
        await Tool.CheckAsync("docker", "-H", engine.Address, "rm", "-f", container);
        Assert.Equal(
            await File.ReadAllBytesAsync(
                Path.Join(_sandbox.Tree, "images", name, "data"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken));
        File.Delete(copy);
    }
}
