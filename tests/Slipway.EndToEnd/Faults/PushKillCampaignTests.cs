using System.Diagnostics;
using System.Globalization;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Faults;

/// <summary>A push that is killed at random moments, with a real registry.</summary>
public sealed class PushKillCampaignTests(LocalRegistry registry) : IClassFixture<LocalRegistry>, IAsyncDisposable
{
    private const int Seed = 20160101;

    private static readonly int Rounds = Campaign.Size(usual: 8, @long: 200);

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_push_that_is_killed_at_any_moment_publishes_the_image_or_nothing_and_the_next_one_ends_it()
    {
        await LocalRegistry.RequireAsync();
        await Machine.RequireEngineAsync();
        string name = _sandbox.Name("app");
        _sandbox.RandomImage("app", mebibytes: 4);
        // Where and as what it is published is no part of the image.
        _sandbox.Write($"images/{name}/.dockerignore", "REGISTRY\nVERSION\nHASH\n");
        Publish(name, round: 0);
        var watch = Stopwatch.StartNew();
        await _sandbox.CheckAsync("push", name);
        Publish(name, round: 1);
        watch.Restart();
        await _sandbox.CheckAsync("push", name);
        var whole = watch.Elapsed;
        var random = new Random(Seed);
        int killed = 0, published = 0;
        string hashFile = Path.Join(_sandbox.Tree, "images", name, "HASH");
        for (int round = 2; round < Rounds + 2; round++)
        {
            Publish(name, round);
            await using (var push = BackgroundSlipway.Start(_sandbox, "push", name))
            {
                await Task.Delay(random.NextDouble() * 1.05 * whole, TestContext.Current.CancellationToken);
                killed += push.HasExited ? 0 : 1;
                push.Kill();
                await push.WaitAsync();
            }

            // Either the whole image is there, or no tag; and HASH says nothing that is not so.
            string repository = Repository(name, round);
            string? there = await registry.DigestOfAsync(repository, Version(round));
            Assert.True(!File.Exists(hashFile) || there == (await ReadAsync(hashFile)), $"round {round}");
            if (there is not null)
            {
                published++;
                await PullAsync(repository, round);
            }

            await _sandbox.CheckAsync("push", name);
            string hash = await ReadAsync(hashFile);
            Assert.Equal(hash, await registry.DigestOfAsync(repository, Version(round)));
            Assert.True(there is null || there == hash);
            if (round % 10 == 0)
            {
                await PullAsync(repository, round);
                await _sandbox.CheckAsync("fsck");
            }
        }

        await _sandbox.AssertSoundAsync();
        Campaign.Report(
            "Kills of push",
            $"{killed} of {Rounds} pushes killed on their way, {published} had published by then: "
                + "never half an image, the next push ended each");
        Assert.True(killed > Rounds / 3, $"Only {killed} were killed on their way.");
    }

    private static string Version(int round) => string.Create(CultureInfo.InvariantCulture, $"1.{round}");

    // A repository of its own, or every layer would be there already.
    private static string Repository(string name, int round) =>
        string.Create(CultureInfo.InvariantCulture, $"round{round}/{name}");

    private static async Task<string> ReadAsync(string file) =>
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();

    private void Publish(string name, int round)
    {
        string folder = $"images/{name}";
        _sandbox.Write($"{folder}/REGISTRY", $"{registry.Host}/round{round.ToString(CultureInfo.InvariantCulture)}\n");
        _sandbox.Write($"{folder}/VERSION", $"{Version(round)}\n");
        File.Delete(Path.Join(_sandbox.Tree, folder, "HASH"));
    }

    /// <summary>Another tool gets the whole image and verifies it.</summary>
    private async Task PullAsync(string repository, int round)
    {
        string copy = Path.Join(_sandbox.Tree, "..", "pulled");
        await Tool.CheckAsync(
            "skopeo", "copy", "--quiet", "--src-tls-verify=false",
            $"docker://{registry.Host}/{repository}:{Version(round)}", $"dir:{copy}");
        Directory.Delete(copy, recursive: true);
    }
}
