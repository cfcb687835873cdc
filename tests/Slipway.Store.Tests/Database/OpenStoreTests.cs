using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Database;

public sealed class OpenStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IndexNamespace Name { get; } = IndexNamespace.Parse("a.b");

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await FillAsync();
        using (var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 1000";
            command.ExecuteNonQuery();
        }

        using var store = _folder.Open();
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => store.Index.FindAsync(Name, Cancel));

        Assert.Equal(StoreCodes.TooNew, failure.Diagnostics[0].Code);
        Assert.Contains("1000", failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE schema_programs SET version = 1000", " which Slipway 7.0.0 wrote,", "Use Slipway 7.0.0 or")]
    [InlineData("DELETE FROM schema_programs", " 1000, and this Slipway, 0.9.0, knows", "Use the newer Slipway")]
    [InlineData("DROP TABLE schema_programs", " 1000, and this Slipway, 0.9.0, knows", "Use the newer Slipway")]
    public async Task An_older_program_is_told_which_one_it_needs(string change, string said, string remedy)
    {
        using (var newer = _folder.Open(options => options with { Program = "7.0.0" }))
        {
            await newer.Index.InsertAsync(Entry(), Cancel);
        }

        using (var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"{change}; PRAGMA user_version = 1000";
            command.ExecuteNonQuery();
        }

        using var store = _folder.Open(options => options with { Program = "0.9.0" });
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => store.Index.FindAsync(Name, Cancel));

        Assert.Equal(StoreCodes.TooNew, failure.Diagnostics[0].Code);
        Assert.Contains(said, failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public async Task A_damaged_database_is_refused_with_what_to_do(int offset)
    {
        await FillAsync();
        byte[] content = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        content.AsSpan(offset).Fill(0x55);
        await File.WriteAllBytesAsync(_folder.Database, content, Cancel);

        using var store = _folder.Open();
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => store.Index.FindAsync(Name, Cancel));

        Assert.Equal(StoreCodes.DatabaseDamaged, failure.Diagnostics[0].Code);
        Assert.Contains("mv ", failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_opened_for_reading_finds_and_refuses_to_write()
    {
        await FillAsync();
        using var store = _folder.Open(options => options with { ReadOnly = true });

        Assert.NotNull(await store.Index.FindAsync(Name, Cancel));
        await AssertWritesFailAsync(store);
    }

    [Fact]
    public async Task A_store_that_is_not_there_opens_for_reading_and_is_empty()
    {
        using var store = _folder.Open(options => options with { ReadOnly = true });

        Assert.Null(await store.Index.FindAsync(Name, Cancel));
        await AssertWritesFailAsync(store);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task A_store_on_a_read_only_file_system_finds_and_gives_out_images()
    {
        await using var disk = await SmallDisk.MountAsync(_folder, "32m");
        using (var writable = _folder.Open())
        {
            await TestImage.Small.PutAsync(writable);
            await TestBuild.IndexAsync(
                writable,
                Name.Value,
                TestBuild.Record(
                    new InputsDigest(TestImage.Small.Hash.Sha256), TestImage.Small.Hash, _folder.Clock.GetUtcNow()),
                _folder.Clock.GetUtcNow().AddDays(1));
        }

        await disk.MakeReadOnlyAsync();
        using var store = _folder.Open();

        Assert.NotNull(await store.Index.FindAsync(Name, Cancel));
        var image = await store.Images.FindAsync(TestImage.Small.Hash, Cancel);
        await store.Images.WriteArchiveAsync(image!, [], 0, new MemoryStream(), null, Cancel);
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        await AssertWritesFailAsync(store);
    }

    [Fact]
    public async Task A_full_disk_is_said_so_and_leaves_the_store_as_it_was()
    {
        await using var disk = await SmallDisk.MountAsync(_folder, "4m");
        using var store = _folder.Open();
        await TestImage.Small.PutAsync(store);
        var before = _folder.Snapshot();
        var large = new byte[8 << 20];
        new Random(1).NextBytes(large);
        var image = new TestImage(TestImage.Small.Layers[0], TestImage.Tar(tar => TestImage.File(tar, "large", large)));

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => image.PutAsync(store));

        Assert.Equal(StoreCodes.DiskFull, failure.Diagnostics[0].Code);
        Assert.Equal(before, _folder.Snapshot());
        Assert.NotNull(await store.Images.FindAsync(TestImage.Small.Hash, Cancel));
        Assert.Equal(1, (await new TestImage(TestImage.Layer("small", 500)).PutAsync(store)).NewLayers);
    }

    [Fact]
    public async Task A_store_on_a_disk_without_any_room_is_read_and_cleaned_up()
    {
        await using var disk = await SmallDisk.MountAsync(_folder, "4m");
        var large = new TestImage(TestImage.Layer("large", 1 << 20));
        using (var store = _folder.Open())
        {
            await TestImage.Small.PutAsync(store);
            await TestBuild.IndexAsync(
                store,
                Name.Value,
                TestBuild.Record(
                    new InputsDigest(TestImage.Small.Hash.Sha256), TestImage.Small.Hash, _folder.Clock.GetUtcNow()),
                _folder.Clock.GetUtcNow() + TimeSpan.FromDays(28));
            await large.PutAsync(store);
        }

        disk.Fill();
        _folder.Clock.Advance(TimeSpan.FromDays(2));
        using var full = _folder.Open();

        Assert.NotNull(await full.Index.FindAsync(Name, Cancel));
        var image = await full.Images.FindAsync(TestImage.Small.Hash, Cancel);
        await full.Images.WriteArchiveAsync(image!, [], 0, new MemoryStream(), null, Cancel);
        var refused = await Assert.ThrowsAsync<SlipwayException>(() =>
            full.Images.PutBlobAsync(new byte[5000], Cancel));
        Assert.Equal(StoreCodes.DiskFull, refused.Diagnostics[0].Code);

        var removed = await full.Maintenance.CollectAsync(
            await full.Maintenance.PlanGcAsync(new GcOptions(), Cancel), new GcOptions(), Cancel);

        Assert.Equal([large.Hash], removed.Images);
        Assert.Null(await full.Images.FindAsync(large.Hash, Cancel));
        await full.Images.PutBlobAsync(new byte[5000], Cancel);
        Assert.Empty((await full.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task A_database_that_a_full_disk_left_empty_is_an_empty_store()
    {
        Directory.CreateDirectory(_folder.Home);
        await File.WriteAllTextAsync(_folder.Database, string.Empty, Cancel);
        using var store = _folder.Open();

        Assert.Null(await store.Index.FindAsync(Name, Cancel));
        Assert.Equal(0, new FileInfo(_folder.Database).Length);
    }

    [Fact]
    public async Task A_home_that_is_a_file_is_said_so()
    {
        await File.WriteAllTextAsync(_folder.Home, "x", Cancel);
        using var store = _folder.Open();

        var failure = await Assert.ThrowsAsync<SlipwayException>(() =>
            store.Images.PutBlobAsync("x"u8.ToArray(), Cancel));

        Assert.Contains(_folder.Home, failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task FillAsync()
    {
        using var store = _folder.Open();
        await store.Index.InsertAsync(Entry(), Cancel);
    }

    private IndexEntry Entry() => new(
        Name, BuildId.New(), 1, _folder.Clock.GetUtcNow().AddDays(1), ImmutableSortedDictionary<string, string>.Empty);

    private async Task AssertWritesFailAsync(EmbeddedStore store)
    {
        Func<Task>[] writes =
        [
            () => store.Index.InsertAsync(Entry(), Cancel),
            () => store.Images.PutBlobAsync("x"u8.ToArray(), Cancel),
            () => TestImage.Small.PutAsync(store),
            () => store.Locks.AcquireAsync(InputsDigest.Of("x"u8), null, Cancel),
            () => Task.FromResult(store.Builds.CreateLog(BuildId.New())),
        ];
        foreach (var write in writes)
        {
            var failure = await Assert.ThrowsAsync<SlipwayException>(write);
            Assert.Equal(StoreCodes.ReadOnly, failure.Diagnostics[0].Code);
            Assert.Contains(_folder.Home, failure.Diagnostics[0].Message, StringComparison.Ordinal);
        }

        store.Digests.RecordDerived(Sha256Digest.Of("x"u8), Sha256Digest.Of("y"u8));
        await store.Digests.FlushAsync(Cancel);
    }
}
