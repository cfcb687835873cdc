using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Settings;
using Slipway.Store.Tests.Support;
using Slipway.Tests;

namespace Slipway.Store.Tests.Maintenance;

/// <summary>A collection that is killed at random moments.</summary>
public sealed class GcKillCampaignTests : IDisposable
{
    private const int Seed = 20160101;
    private const int DeadImages = 12;

    private static readonly int Rounds = Campaign.Size(usual: 8, @long: 200);

    private readonly TestFolder _folder = new();
    private readonly Random _random = new(Seed);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Keeps what has expired, and lets go what has not.</summary>
    public static GcOptions ByPolicy => new() { Retention = new TestRetention("t.kept", "t.dead.") };

    private static TestImage Kept { get; } = new(TestImage.Layer("shared", 9000), TestImage.Layer("kept", 3000));

    [Theory]
    [InlineData("gc")]
    [InlineData("gc-policy")]
    public async Task A_collection_that_is_killed_at_any_moment_leaves_what_is_in_use_and_the_next_one_takes_the_rest(
        string command)
    {
        bool hasPolicy = command == "gc-policy";
        var options = hasPolicy ? ByPolicy : new GcOptions();
        using var store = EmbeddedStore.Open(new StoreOptions { Home = _folder.Home });
        await Kept.PutAsync(store);
        await IndexAsync(store, Kept, "t.kept", TimeSpan.FromDays(hasPolicy ? -1 : 28));
        var whole = TimeSpan.FromMilliseconds(100);
        int killed = 0, halfway = 0;
        for (int round = 0; killed < Rounds; round++)
        {
            Assert.True(round < 5 * Rounds, $"Only {killed} of {round} were killed on their way.");
            await FillWithGarbageAsync(store, round, TimeSpan.FromDays(hasPolicy ? 28 : -1));
            int before = Directory.GetFiles(_folder.Blobs).Length;
            using var child = ChildProcess.Start(command, _folder.Home);
            Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Cancel));
            var watch = Stopwatch.StartNew();
            await child.StandardInput.WriteLineAsync();
            // The first is let go on, to learn how long it takes.
            if (round > 0)
            {
                await Task.Delay(_random.NextDouble() * whole, Cancel);
                bool isMet = !child.HasExited;
                killed += isMet ? 1 : 0;
                // How long it takes changes with what else the machine does.
                whole *= isMet ? 1.05 : 0.9;
                child.Kill();
            }

            await child.WaitForExitAsync(Cancel);
            whole = round == 0 ? watch.Elapsed : whole;
            int after = Directory.GetFiles(_folder.Blobs).Length;
            halfway += after < before && after > KeptBlobs ? 1 : 0;
            await AssertWholeAsync(store, hasPolicy);

            var rest = await store.Maintenance.PlanGcAsync(options, Cancel);
            var done = await store.Maintenance.CollectAsync(rest, options, Cancel);
            Assert.Equal(rest.Blobs, done.Blobs);
            Assert.Equal(KeptBlobs, Directory.GetFiles(_folder.Blobs).Length);
            await AssertWholeAsync(store, hasPolicy);
        }

        Campaign.Report(
            hasPolicy ? "Kills of gc by a policy" : "Kills of gc",
            $"{killed} killed on their way, {halfway} of them between the first and the last file: what was in use "
            + "stayed, nothing broken was left");
    }

    public void Dispose() => _folder.Dispose();

    // Two layers, the config and the manifest.
    private static int KeptBlobs => Kept.Layers.Length + 2;

    private static Task<IndexEntry> IndexAsync(EmbeddedStore store, TestImage image, string ns, TimeSpan life) =>
        TestBuild.IndexAsync(
            store,
            ns,
            TestBuild.Record(new InputsDigest(image.Hash.Sha256), image.Hash, DateTimeOffset.UtcNow, image: "kept"),
            DateTimeOffset.UtcNow + life);

    /// <summary>Images that are to go, on the layer of the one that stays.</summary>
    private async Task FillWithGarbageAsync(EmbeddedStore store, int round, TimeSpan life)
    {
        for (int number = 0; number < DeadImages; number++)
        {
            var image = new TestImage(Kept.Layers[0], TestImage.Layer($"dead {round} {number}", 2000 + number));
            await image.PutAsync(store);
            await IndexAsync(store, image, $"t.dead.{round}.{number}", life);
        }

        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE images SET stored = stored - {2 * TimeSpan.TicksPerDay}";
        command.ExecuteNonQuery();
        foreach (string blob in Directory.GetFiles(_folder.Blobs))
        {
            File.SetLastWriteTimeUtc(blob, DateTime.UtcNow.AddDays(-2));
        }
    }

    private static async Task AssertWholeAsync(EmbeddedStore store, bool hasPolicy)
    {
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        var ns = IndexNamespace.Parse("t.kept");
        Assert.Equal(hasPolicy, await store.Index.FindAsync(ns, Cancel) is null);
        Assert.Equal(hasPolicy ? 1 : 0, (await store.Index.FindExpiredAsync([ns], Cancel)).Count);
        var kept = await store.Images.FindAsync(Kept.Hash, Cancel);
        await store.Images.WriteArchiveAsync(kept!, [], 0, Stream.Null, null, Cancel);
    }
}
