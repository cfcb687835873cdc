using System.Diagnostics;
using System.Globalization;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Faults;

public sealed class KillTests : IAsyncDisposable
{
    private const int RoundsBetweenChecks = 10;

    private static readonly int Rounds = Campaign.Size(usual: 50, @long: 200);

    private const int Seed = 20160101;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_build_that_is_killed_at_any_moment_leaves_a_store_that_works()
    {
        await Machine.RequireEngineAsync();
        _sandbox.Image("app", "FROM scratch\nCOPY file /\n");
        // A process that is killed removes no temporary files.
        string temporary = Directory.CreateDirectory(Path.Join(_sandbox.Tree, "../tmp")).FullName;
        _sandbox.Environment["TMPDIR"] = temporary;
        WriteFile(0);
        await _sandbox.CheckAsync("build");
        var duration = await MeasureAsync();
        var random = new Random(Seed);
        for (int round = 1; round <= Rounds; round++)
        {
            WriteFile(round);
            await using (var build = BackgroundSlipway.Start(_sandbox, "build"))
            {
                await Task.Delay(random.NextDouble() * 1.1 * duration, TestContext.Current.CancellationToken);
                build.Kill();
                await build.WaitAsync();
            }

            if (round % RoundsBetweenChecks == 0)
            {
                // What the plan calls found is found by the build too, and what it calls missing is built once.
                bool found = (await _sandbox.PlanAsync())["app"] == "reuse";
                Assert.Equal(found ? "reused" : "built", (await _sandbox.BuildAsync())["app"]);
                Assert.Equal("reused", (await _sandbox.BuildAsync())["app"]);
                await _sandbox.CheckAsync("fsck");
            }
        }

        WriteFile(Rounds + 1);
        await _sandbox.AssertSoundAsync();
        // Each build takes away what those before it left in TMPDIR.
        Assert.Empty(Directory.GetDirectories(temporary, "slipway-*"));
        // Unfinished files are kept for an hour, because a build of another process may still be writing them.
        foreach (string file in _sandbox.TemporaryFiles())
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
        }

        await _sandbox.CheckAsync("gc");
        Assert.Empty(_sandbox.TemporaryFiles());
        await _sandbox.AssertSoundAsync();
        Campaign.Report("Kills of builds", $"{Rounds} kills: the store whole after each, nothing left in TMPDIR");
    }

    private void WriteFile(int round) => _sandbox.Write(
        $"images/{_sandbox.Name("app")}/file", round.ToString(CultureInfo.InvariantCulture));

    private async Task<TimeSpan> MeasureAsync()
    {
        WriteFile(-1);
        var watch = Stopwatch.StartNew();
        await _sandbox.CheckAsync("build");
        return watch.Elapsed;
    }
}
