using System.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Database;

/// <summary>With real processes: many at once, and some that are killed.</summary>
public sealed class ProcessesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_processes_at_once_never_meet_a_locked_database_and_lose_nothing()
    {
        const int rounds = 12;
        var children = Enumerable.Range(0, 8)
            .Select(i => ChildProcess.Start("work", _folder.Home, $"{rounds}", $"p{i}"))
            .ToList();
        foreach (var child in children)
        {
            using (child)
            {
                await child.ExpectSuccessAsync();
            }
        }

        using var store = _folder.Open();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(rounds, (await store.Index.ListEntriesAsync(IndexNamespace.Parse($"own.p{i}"), Cancel)).Count);
        }

        var shared = await store.Index.ListEntriesAsync(IndexNamespace.Parse("shared.cache"), Cancel);
        Assert.Equal([10L, 11L, 7L, 8L, 9L], shared.Select(entry => entry.Rank));
        var report = await store.Maintenance.CheckAsync(repair: false, null, Cancel);
        Assert.Empty(report.Problems);
        Assert.Equal(8 * rounds, report.Images);
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_of_storing_leaves_a_store_that_works()
    {
        var image = new TestImage(
            TestImage.Layer("first", 3 << 20), TestImage.Layer("second", 5 << 20), TestImage.Layer("third", 1 << 20));
        string archive = Path.Join(_folder.Path, "image.tar");
        await File.WriteAllBytesAsync(archive, image.LegacyArchive(), Cancel);
        string[] arguments =
        [
            "put",
            "",
            archive,
            image.Hash.ToString(),
            .. image.Expected.DiffIds.Select(id => id.ToString()),
        ];
        var whole = await TimeAsync([.. arguments[..1], Path.Join(_folder.Path, "timing"), .. arguments[2..]]);
        arguments[1] = _folder.Home;
        int killed = 0;
        for (int round = 0; round < 24; round++)
        {
            // From before anything is written to after everything is.
            using var child = ChildProcess.Start(arguments);
            await Task.Delay(whole * ((0.25 + round) / 24), Cancel);
            if (!child.HasExited)
            {
                child.Kill();
                killed++;
            }

            await child.WaitForExitAsync(Cancel);
            using var store = _folder.Open();
            Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
            if (round % 3 == 2)
            {
                Directory.Delete(_folder.Home, recursive: true);
            }
        }

        Assert.True(killed > 10, $"Only {killed} processes were killed on their way.");
        using var survivor = _folder.Open();
        await image.PutAsync(survivor, image.LegacyArchive());
        await TidyAsync(survivor, image);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the killed ones left behind is no more than gc removes.</summary>
    private async Task TidyAsync(EmbeddedStore store, TestImage image)
    {
        foreach (string file in Directory.GetFiles(Path.Join(_folder.Home, "oci", "tmp")))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        }

        var plan = await store.Maintenance.PlanGcAsync(new GcOptions(), Cancel);
        await store.Maintenance.CollectAsync(plan, new GcOptions(), Cancel);
        Assert.Empty(Directory.GetFiles(Path.Join(_folder.Home, "oci", "tmp")));
        Assert.NotNull(await store.Images.FindAsync(image.Hash, Cancel));
    }

    private static async Task<TimeSpan> TimeAsync(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var child = ChildProcess.Start(arguments);
        await child.ExpectSuccessAsync();
        return clock.Elapsed;
    }
}
