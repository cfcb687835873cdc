using System.Collections.Immutable;
using Slipway.Core.Indexing;
using Slipway.Core.Values;
using Slipway.Store.Maintenance;
using Slipway.Store.Tests.Images;
using Slipway.Store.Tests.Support;

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
        Assert.Contains(found.Problems, problem => problem.Kind == FsckProblemKind.Blob);
        Assert.Contains(found.Problems, problem => problem.Kind == FsckProblemKind.Entry);
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
    [InlineData("index.json")]
    [InlineData("oci-layout")]
    public async Task A_list_for_other_tools_that_is_gone_is_written_again(string file)
    {
        await FillAsync();
        string path = Path.Join(_folder.Home, "oci", file);
        string before = await File.ReadAllTextAsync(path, Cancel);
        File.Delete(path);

        var report = await _store.Maintenance.CheckAsync(repair: true, null, Cancel);

        Assert.Equal(FsckProblemKind.Layout, Assert.Single(report.Problems).Kind);
        Assert.Equal(before, await File.ReadAllTextAsync(path, Cancel));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static TestImage Other { get; } = new(TestImage.Layer("other", 60));

    private async Task FillAsync()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        await Other.PutAsync(_store);
        await _store.Images.NameAsync(ImageName.Parse("base"), image.ImageHash, image, IndexScope.Of(Level.Lowest), Cancel);
        await _store.Images.PutBlobAsync("inputs"u8.ToArray(), Cancel);
        await _store.Index.InsertAsync(
            new IndexEntry(
                IndexNamespace.Parse("t.latest"),
                BuildId.New(),
                1,
                _folder.Clock.Now.AddDays(1),
                ImmutableSortedDictionary<string, string>.Empty.Add(IndexData.ImageHash, image.ImageHash.ToString())),
            Cancel);
    }
}
