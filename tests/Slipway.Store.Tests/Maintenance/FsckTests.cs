using Microsoft.Data.Sqlite;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Tests.Images;

namespace Slipway.Store.Tests.Maintenance;

public sealed class FsckTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public FsckTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_store_has_no_problems()
    {
        await FillAsync();

        var report = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);

        Assert.Empty(report.Problems);
        Assert.Equal((2, 8), (report.Images, report.Blobs));
        Assert.Equal(
            Directory.GetFiles(_folder.Blobs).Sum(file => new FileInfo(file).Length), report.Bytes);
    }

    [Theory]
    [MemberData(nameof(WriteArchiveTests.Damages), MemberType = typeof(WriteArchiveTests))]
    public async Task A_damaged_layer_is_found_and_after_a_repair_the_next_build_makes_it_anew(string damage)
    {
        await FillAsync();
        WriteArchiveTests.Damage(Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!, damage);

        var found = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);
        // What follows from it, the image and its entry, is told with it.
        var problem = Assert.Single(found.Problems);
        Assert.Equal(FsckProblemKind.Blob, problem.Kind);
        Assert.Equal(["base"], problem.Images);
        Assert.False(found.Repaired);
        var repaired = await _store.Maintenance.CheckAsync(repair: true, null, Cancel);

        Assert.True(repaired.Repaired);
        Assert.Null(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
        Assert.Null(await _store.Index.FindAsync(IndexNamespace.Parse("t.latest"), Cancel));
        Assert.NotNull(await _store.Images.FindAsync(Other.Hash, Cancel));
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        Assert.Equal(1, (await TestImage.Small.PutAsync(_store)).NewLayers);
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task An_entry_of_an_image_that_is_not_there_is_a_problem_of_its_own()
    {
        await FillAsync();
        await IndexAsync(_store, "t.lost", ImageHash.Of("lost"u8));

        var problem = Assert.Single((await _store.Maintenance.CheckAsync(repair: true, null, Cancel)).Problems);

        Assert.Equal((FsckProblemKind.Entry, "t.lost"), (problem.Kind, problem.Subject));
        Assert.Null(await _store.Index.FindAsync(IndexNamespace.Parse("t.lost"), Cancel));
    }

    [Theory]
    [InlineData(
        "UPDATE image_names SET name = 'other'; UPDATE image_names SET image_hash = (SELECT image_hash FROM images "
        + "WHERE image_hash <> image_names.image_hash)")]
    [InlineData("UPDATE image_names SET digest = zeroblob(32)")]
    [InlineData("UPDATE image_names SET trust = 3")]
    [InlineData("DELETE FROM builds")]
    [InlineData("UPDATE builds SET result = 1")]
    [InlineData("UPDATE builds SET pull_request = '7'")]
    [InlineData("UPDATE builds SET image_hash = zeroblob(32)")]
    public async Task A_name_that_no_build_gave_its_image_is_found_and_other_tools_do_not_get_it(string sql)
    {
        await FillAsync();
        Forge("DELETE FROM index_entries");

        Forge(sql);

        var found = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);
        // The list as it was written is not what the sound rows say any more.
        Assert.Equal([FsckProblemKind.Name, FsckProblemKind.Layout], found.Problems.Select(problem => problem.Kind));
        Assert.True((await _store.Maintenance.CheckAsync(repair: true, null, Cancel)).Repaired);
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        Assert.DoesNotContain(
            "\"digest\"",
            await File.ReadAllTextAsync(Path.Join(_folder.Home, "oci", "index.json"), Cancel),
            StringComparison.Ordinal);
        Assert.NotNull(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public async Task A_name_goes_with_the_last_build_that_gave_it()
    {
        await FillAsync();
        Forge("UPDATE images SET stored = stored + 20 * 365 * 864000000000");
        Forge("DELETE FROM index_entries");
        _folder.Clock.Advance(TimeSpan.FromDays(400));

        var plan = await _store.Maintenance.PlanGcAsync(new GcOptions(), Cancel);
        Assert.Single(plan.Builds);
        Assert.Empty(plan.Images);
        await _store.Maintenance.CollectAsync(plan, new GcOptions(), Cancel);

        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task Every_single_blob_is_looked_at()
    {
        await FillAsync();
        foreach (string blob in Directory.GetFiles(_folder.Blobs))
        {
            byte[] before = await File.ReadAllBytesAsync(blob, Cancel);
            WriteArchiveTests.Damage(blob, "flip middle");
            Assert.NotEmpty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
            await File.WriteAllBytesAsync(blob, before, Cancel);
        }

        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Theory]
    [InlineData("index.json", null)]
    [InlineData("index.json", "")]
    [InlineData("index.json", "{}")]
    [InlineData("oci-layout", null)]
    [InlineData("oci-layout", "")]
    [InlineData("oci-layout", """{"imageLayoutVersion":"9.0.0"}""")]
    public async Task A_file_for_other_tools_that_is_gone_or_damaged_is_told_by_name_and_written_again(
        string file, string? content)
    {
        await FillAsync();
        string path = Path.Join(_folder.Home, "oci", file);
        string before = await File.ReadAllTextAsync(path, Cancel);
        File.Delete(path);
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content, Cancel);
        }

        var report = await _store.Maintenance.CheckAsync(repair: true, null, Cancel);

        var problem = Assert.Single(report.Problems);
        Assert.Equal((FsckProblemKind.Layout, file), (problem.Kind, problem.Subject));
        Assert.True(report.Repaired);
        Assert.Equal(before, await File.ReadAllTextAsync(path, Cancel));
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task A_damaged_layout_file_is_mended_by_the_next_build_too()
    {
        await FillAsync();
        string path = Path.Join(_folder.Home, "oci", "oci-layout");
        await File.WriteAllTextAsync(path, "x", Cancel);
        var image = (await _store.Images.FindAsync(TestImage.Small.Hash, Cancel))!;

        await _store.Images.NameAsync(
            ImageName.Parse("base"),
            new InputsDigest(image.ImageHash.Sha256),
            image,
            IndexScope.Of(Level.Lowest),
            Cancel);

        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task An_image_that_is_indexed_during_the_check_is_no_problem()
    {
        await FillAsync();
        using var other = _folder.Open();
        var late = new TestImage(TestImage.Layer("late", 50));

        var report = await _store.Maintenance.CheckAsync(
            repair: false,
            new During(1, () =>
            {
                var image = late.PutAsync(other).GetAwaiter().GetResult().Image;
                IndexAsync(other, "t.late", image.ImageHash).GetAwaiter().GetResult();
            }),
            Cancel);

        Assert.Empty(report.Problems);
        Assert.Equal(2, report.Images);
    }

    [Fact]
    public async Task Names_that_are_given_during_the_check_are_no_problem()
    {
        await FillAsync();
        using var other = _folder.Open();
        var image = (await other.Images.FindAsync(TestImage.Small.Hash, Cancel))!;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var naming = Task.Run(async () =>
        {
            for (int number = 0; !end.IsCancellationRequested; number++)
            {
                await other.Images.NameAsync(
                        ImageName.Parse($"name{number}"),
                        new InputsDigest(image.ImageHash.Sha256),
                        image,
                        IndexScope.Of(Level.Lowest),
                        CancellationToken.None);
                // The lock is nobody's in particular: whoever asks again at once would mostly get it.
                await Task.Delay(10, CancellationToken.None);
            }
        }, Cancel);

        for (int round = 0; round < 10; round++)
        {
            Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        }

        await end.CancelAsync();
        await naming;
    }

    [Fact]
    public async Task A_blob_that_is_mended_during_the_check_is_no_problem()
    {
        await FillAsync();
        string blob = Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!;
        byte[] sound = await File.ReadAllBytesAsync(blob, Cancel);
        WriteArchiveTests.Damage(blob, "flip middle");

        // The eighth and last blob.
        var report = await _store.Maintenance.CheckAsync(
            repair: false, new During(8, () => File.WriteAllBytes(blob, sound)), Cancel);

        Assert.Empty(report.Problems);
        Assert.Equal((2, 8), (report.Images, report.Blobs));
    }

    [Fact]
    public async Task A_broken_blob_that_cannot_be_removed_is_a_known_failure()
    {
        await FillAsync();
        string blob = Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!;
        File.Delete(blob);
        Directory.CreateDirectory(blob);

        var failure = await Assert.ThrowsAsync<SlipwayException>(() =>
            _store.Maintenance.CheckAsync(repair: true, null, Cancel));

        // .NET says of a folder that is no file to remove what it says where the right to write is missing.
        var problem = Assert.Single(failure.Diagnostics);
        Assert.Equal(StoreCodes.FileFailed, problem.Code);
        Assert.StartsWith(blob, problem.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Forge(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    private static TestImage Other { get; } = new(TestImage.Layer("other", 60));

    private async Task FillAsync()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        await Other.PutAsync(_store);
        await _store.Images.PutBlobAsync("inputs"u8.ToArray(), Cancel);
        await IndexAsync(_store, "t.latest", image.ImageHash);
        await _store.Images.NameAsync(
            ImageName.Parse("base"),
            new InputsDigest(image.ImageHash.Sha256),
            image,
            IndexScope.Of(Level.Lowest),
            Cancel);
    }

    private Task<IndexEntry> IndexAsync(EmbeddedStore store, string ns, ImageHash imageHash) =>
        TestBuild.IndexAsync(
            store,
            ns,
            TestBuild.Record(new InputsDigest(imageHash.Sha256), imageHash, _folder.Clock.GetUtcNow()),
            _folder.Clock.GetUtcNow().AddDays(1));

    /// <summary>Does something after so many blobs were checked, before the check goes on.</summary>
    private sealed class During(int blobs, Action action) : IProgress<long>
    {
        private int _reports;

        public void Report(long value)
        {
            if (++_reports == blobs)
            {
                action();
            }
        }
    }
}
