using System.Diagnostics;
using System.Globalization;
using Slipway.EndToEnd.Sharing.Support;
using Slipway.EndToEnd.Support;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests;
using Slipway.Tests.Registries;

namespace Slipway.EndToEnd.Sharing;

/// <summary>Processes of five machines that build the same digests over one registry, some of them killed.</summary>
public sealed class SharedBuildsCampaignTests : IAsyncDisposable
{
    private const int Machines = 5;
    private const int Seed = 20261129;

    private static readonly int Processes = Campaign.Size(usual: 10, @long: 50);
    private static readonly int Digests = Campaign.Size(usual: 12, @long: 200);

    // Whoever waits for one that was killed waits two minutes.
    private static readonly int Kills = Campaign.Size(usual: 1, @long: 40);
    private static readonly int KillsWhereListsFlicker = Campaign.Size(usual: 0, @long: 40);

    private readonly Sandbox _sandbox = new();
    private readonly List<SharedMachine> _machines = [];

    public async ValueTask DisposeAsync()
    {
        _machines.ForEach(machine => machine.Dispose());
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task On_a_real_registry_a_digest_is_built_once_whoever_is_killed()
    {
        await Machine.RequireEngineAsync();
        await using var registry = await TestRegistry.StartAsync();

        var (crowd, records) = await RunAsync(registry.Host, "docker-registry 2.8", Kills);

        // Whoever was killed may have ended a build before.
        Assert.True(
            crowd.Built.Values.Sum() <= Digests * 1.01,
            string.Join(", ", crowd.Built.Where(pair => pair.Value > 1)));
        Assert.True(records <= (Digests * 1.01) + crowd.Killed, $"{records} builds have ended.");
    }

    [Fact]
    public async Task Where_lists_flicker_nothing_is_wrong_and_nothing_lost_and_no_wait_is_without_end()
    {
        await Machine.RequireEngineAsync();
        await using var registry = new StandIn { HasReferrers = true, PageSize = 50, Flicker = 0.1 };

        await RunAsync(registry.Host, "A registry whose lists flicker", KillsWhereListsFlicker);
    }

    private async Task<(SharedCrowd Crowd, int Records)> RunAsync(string host, string name, int kills)
    {
        string[] images = [.. Enumerable.Range(0, Digests).Select(number => _sandbox.Name(
            string.Create(CultureInfo.InvariantCulture, $"image{number}")))];
        _sandbox.Write(
            "slipway.yml", $"prefix: e2e\nfolder: images\nbackend: registry\nregistry-backend: {host}/ci\n");
        foreach (string image in images)
        {
            _sandbox.Write($"images/{image}/Dockerfile", "FROM scratch\nCOPY name /name\n");
            _sandbox.Write($"images/{image}/name", image);
        }

        _machines.AddRange(Enumerable.Range(0, Machines).Select(_ => new SharedMachine(_sandbox.Tree)));
        var crowd = new SharedCrowd(_machines, images, Processes, kills, Seed);
        var watch = Stopwatch.StartNew();
        await crowd.RunAsync();
        watch.Stop();

        int records = await AssertAllThereAsync(host, images);
        await Task.WhenAll(_machines.Select(machine => machine.CheckAsync("fsck")));
        int built = crowd.Built.Values.Sum();
        Campaign.Report(
            $"{name}, {Processes} processes on {Machines} machines",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Digests} digests in {watch.Elapsed.TotalSeconds:F0} s, {crowd.Killed} of "
                + $"{crowd.Killed + crowd.Ended} processes killed: {built} builds by those that were not "
                + $"({(double)built / Digests:F3} a digest), {records} in all; each image found, right and whole, "
                + $"by all"));
        return (crowd, records);
    }

    /// <summary>A machine that knows nothing finds every image, and each is the one that it says.</summary>
    /// <returns>How many builds have ended well.</returns>
    private async Task<int> AssertAllThereAsync(string host, string[] images)
    {
        using var newcomer = new SharedMachine(_sandbox.Tree);
        var plan = (await newcomer.JsonAsync("plan", "--level", "3"))["images"]!.AsArray();
        Assert.Equal(images.Length, plan.Count);
        Assert.All(plan, image => Assert.Equal("reuse", (string)image!["action"]!));
        using var reader = new RegistryReader(host);
        int records = 0;
        foreach (var image in plan)
        {
            string repository = $"ci/level-3/{(string)image!["name"]!}";
            string digest = (string)image["digest"]!;
            var manifest = await reader.ManifestAsync(repository, $"hash.{digest}");
            Assert.Equal(digest, (string?)manifest?["annotations"]?["dev.slipway.digest"]);
            Assert.Equal((string)image["name"]!, await reader.ReadFileAsync(repository, manifest!, "name"));
            foreach (string tag in (await reader.TagsAsync(repository))
                .Where(tag => tag.StartsWith("record.", StringComparison.Ordinal)))
            {
                records += tag.Split('.')[2] == digest ? 1 : 0;
            }
        }

        return records;
    }
}
