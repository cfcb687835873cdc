using System.Text.Json;
using CsCheck;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Images;

public sealed class PutArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public PutArchiveTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms => ["legacy", "podman", "layout", "layout-gzip", "layout-zstd", "oci-only"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_archive_of_every_engine_is_stored(string form)
    {
        var image = TestImage.Small;

        var result = await image.PutAsync(_store, Archive(image, form));

        Assert.Equal(2, result.NewLayers);
        Assert.Equal(image.Expected.DiffIds, result.Image.DiffIds);
        Assert.Equal(image.Layers.Sum(layer => layer.Length), result.Image.Size);
        var found = await _store.Images.FindAsync(image.Hash, Cancel);
        Assert.Equal(result.Image with { DiffIds = default }, found! with { DiffIds = default });
        Assert.True((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems.IsEmpty);
    }

    [Fact]
    public async Task The_manifest_lists_the_config_as_it_is_and_zstd_layers()
    {
        var result = await TestImage.Small.PutAsync(_store);

        using var manifest = JsonDocument.Parse(Blob(result.Image.ManifestDigest));
        Assert.Equal(
            TestImage.Small.Hash.ToOciString(),
            manifest.RootElement.GetProperty("config").GetProperty("digest").GetString());
        Assert.Equal(TestImage.Small.Config, Blob(TestImage.Small.Hash.Sha256));
        Assert.All(
            manifest.RootElement.GetProperty("layers").EnumerateArray(),
            layer => Assert.Equal(
                "application/vnd.oci.image.layer.v1.tar+zstd", layer.GetProperty("mediaType").GetString()));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_layer_that_is_stored_is_not_stored_again(string form)
    {
        var parent = new TestImage(TestImage.Layer("base", 50_000));
        var child = new TestImage(parent.Layers[0], TestImage.Layer("top", 900));
        await parent.PutAsync(_store);

        var result = await child.PutAsync(_store, Archive(child, form));

        Assert.Equal(1, result.NewLayers);
        Assert.Equal(6, Directory.GetFiles(_folder.Blobs).Length);
    }

    [Theory]
    [InlineData("podman")]
    [InlineData("layout")]
    public async Task A_stored_layer_is_known_by_its_name_and_not_even_read(string form)
    {
        var parent = new TestImage(TestImage.Layer("base", 50_000));
        var child = new TestImage(parent.Layers[0], TestImage.Layer("top", 900));
        await parent.PutAsync(_store);
        byte[] archive = Archive(child, form);
        // The base's bytes in the archive are now others, which only a reader of them would see.
        int place = archive.AsSpan().IndexOf(parent.Layers[0].AsSpan(512, 1000));
        archive[place + 5] ^= 0xff;

        Assert.Equal(1, (await child.PutAsync(_store, archive)).NewLayers);
        Assert.True((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems.IsEmpty);
    }

    [Fact]
    public async Task The_same_image_again_adds_nothing()
    {
        await TestImage.Small.PutAsync(_store);
        var before = _folder.Snapshot();

        var again = await TestImage.Small.PutAsync(_store, TestImage.Small.LegacyArchive());

        Assert.Equal((0, 0L), (again.NewLayers, again.NewBytes));
        Assert.Equal(before, _folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_layer_that_an_image_has_twice_is_stored_once(string form)
    {
        byte[] layer = TestImage.Layer("twice", 2000);
        var image = new TestImage(layer, TestImage.Layer("between", 300), layer);

        var result = await image.PutAsync(_store, Archive(image, form));

        Assert.Equal(2, result.NewLayers);
        Assert.Equal(3, result.Image.DiffIds.Length);
    }

    [Fact]
    public async Task A_stored_layer_whose_blob_is_gone_is_stored_again()
    {
        await TestImage.Small.PutAsync(_store);
        foreach (string blob in Directory.GetFiles(_folder.Blobs).Where(file => new FileInfo(file).Length > 1000))
        {
            File.Delete(blob);
        }

        Assert.Null(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
        Assert.Equal(1, (await TestImage.Small.PutAsync(_store)).NewLayers);
        Assert.NotNull(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public async Task An_archive_of_another_image_is_refused()
    {
        var other = new TestImage(TestImage.Layer("other", 100));

        await AssertRefusedAsync(other.PodmanArchive(), ArchiveCodes.OtherImage);
    }

    [Fact]
    public async Task An_archive_whose_layer_is_not_what_its_name_says_is_refused()
    {
        byte[] archive = TestImage.Small.PodmanArchive();
        archive[archive.AsSpan().IndexOf(TestImage.Small.Layers[0].AsSpan(512, 1000)) + 5] ^= 1;

        await AssertRefusedAsync(archive, ArchiveCodes.Damaged);
    }

    [Fact]
    public async Task A_manifest_that_lists_the_layers_in_another_order_is_refused()
    {
        var image = TestImage.Small;
        byte[] archive = TestImage.Tar(tar =>
        {
            var names = image.Layers.Select(layer => $"{Sha256Digest.Of(layer)}.tar").ToList();
            TestImage.File(tar, names[0], image.Layers[0]);
            TestImage.File(tar, names[1], image.Layers[1]);
            TestImage.File(tar, $"{image.Hash}.json", image.Config);
            TestImage.File(tar, "manifest.json", TestImage.Manifest($"{image.Hash}.json", [names[1], names[0]]));
        });

        await AssertRefusedAsync(archive, ArchiveCodes.Damaged);
    }

    [Fact]
    public async Task A_truncated_archive_is_refused_wherever_it_ends_and_leaves_the_store_as_it_was()
    {
        byte[][] archives =
        [
            TestImage.Small.LegacyArchive(),
            TestImage.Small.PodmanArchive(),
            TestImage.Small.LayoutArchive(TestImage.Gzip),
        ];
        // A store with something in it, so that there is something that could change.
        await new TestImage(TestImage.Small.Layers[0]).PutAsync(_store);
        var before = _folder.Snapshot();
        // The last 512 bytes are the second block of zeros: without them the end is not sure.
        await Gen.Select(Gen.Int[0, 2], Gen.Double[0, 1]).SampleAsync(
            async pair =>
            {
                byte[] archive = archives[pair.Item1];
                byte[] cut = archive[..(int)(pair.Item2 * (archive.Length - 1))];
                var failure = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(_store, cut));
                Assert.Equal(ArchiveCodes.Damaged, failure.Diagnostics[0].Code);
                Assert.Equal(before, _folder.Snapshot());
            },
            iter: 300,
            threads: 1);
        Assert.Null(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public async Task A_reader_that_fails_is_a_damaged_archive()
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _store.Images.PutAsync(
            new BrokenStream(TestImage.Small.PodmanArchive(), 2000), TestImage.Small.Expected, null, Cancel));

        Assert.Equal(ArchiveCodes.Damaged, failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        using var cancel = new CancellationTokenSource();
        var archive = new BrokenStream(TestImage.Small.PodmanArchive(), 2000, cancel.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Images.PutAsync(archive, TestImage.Small.Expected, null, cancel.Token));
        Assert.Empty(_folder.Snapshot());
    }

    [Fact]
    public async Task A_small_blob_comes_back_as_it_was()
    {
        byte[] content = "{\"schema\":\"slipway.inputs/v1\"}"u8.ToArray();

        var digest = await _store.Images.PutBlobAsync(content, Cancel);

        Assert.Equal(digest, await _store.Images.PutBlobAsync(content, Cancel));
        Assert.Equal(content, await _store.Images.GetBlobAsync(digest, Cancel));
        Assert.Null(await _store.Images.GetBlobAsync(Sha256Digest.Of("other"u8), Cancel));
    }

    [Fact]
    public async Task A_small_blob_that_was_altered_is_refused_and_putting_it_again_repairs_it()
    {
        byte[] content = "content"u8.ToArray();
        var digest = await _store.Images.PutBlobAsync(content, Cancel);
        File.WriteAllText(Path.Join(_folder.Blobs, digest.ToString()), "contenT");

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _store.Images.GetBlobAsync(digest, Cancel));
        Assert.Equal(StoreCodes.BlobDamaged, failure.Diagnostics[0].Code);
        await _store.Images.PutBlobAsync(content, Cancel);
        Assert.Equal(content, await _store.Images.GetBlobAsync(digest, Cancel));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static byte[] Archive(TestImage image, string form) => form switch
    {
        "legacy" => image.LegacyArchive(),
        "podman" => image.PodmanArchive(),
        "layout" => image.LayoutArchive(),
        "layout-gzip" => image.LayoutArchive(TestImage.Gzip),
        "layout-zstd" => image.LayoutArchive(TestImage.Zstd),
        _ => image.LayoutArchive(TestImage.Gzip, withManifest: false),
    };

    private byte[] Blob(Sha256Digest digest) => File.ReadAllBytes(Path.Join(_folder.Blobs, digest.ToString()));

    private async Task AssertRefusedAsync(byte[] archive, DiagnosticCode code)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(_store, archive));
        Assert.Equal(code, failure.Diagnostics[0].Code);
        Assert.Empty(_folder.Snapshot());
        Assert.Null(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }
}
