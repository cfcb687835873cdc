using System.Text;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Images;

/// <summary>Images that builds elsewhere made, of which nothing is known before their archive was read.</summary>
public sealed class PutForeignArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly BuildId _build = BuildId.New();

    public PutForeignArchiveTests() => _store = _folder.Open(options => options with { MaximumExpandedSize = 3 << 20 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two layers are the same one, for which Docker writes a link.
    private static TestImage Image { get; } =
        new(TestImage.Layer("a", 3000), TestImage.Layer("b", 700), TestImage.Layer("a", 3000));

    public static TheoryData<string, string> Forms => new(
        from form in new[] { "docker 20", "podman", "docker 25", "kaniko", "skopeo", "buildkit", "tar" }
        from compression in new[] { "plain", "gzip", "zstd", "two zstd frames" }
        select (form, compression));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_an_archive_holds_is_found_by_its_build_and_by_its_hash(string form, string compression)
    {
        var taken = await TakeAsync(Compressed(Archive(form), compression));

        Assert.Equal(Image.Hash, taken.Image.ImageHash);
        Assert.Equal(Image.Expected.DiffIds, taken.Image.DiffIds);
        Assert.Equal(2, taken.NewLayers);
        Assert.Equal(taken.Image, await _store.Images.FetchAsync(new BuiltImage(_build, null), null, Cancel), Same!);
        Assert.True(await _store.Images.HasAsync(new BuiltImage(BuildId.New(), Image.Hash), Cancel));
        var written = new MemoryStream();
        await _store.Images.WriteArchiveAsync(taken.Image, ["a:b"], 0, written, null, Cancel);
        using var other = new TestFolder();
        using var copy = other.Open();
        Assert.Equal(3, (await Image.PutAsync(copy, written.ToArray())).Image.DiffIds.Length);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_copy_is_an_archive_of_the_same_image_without_names(string form, string compression)
    {
        var copy = new MemoryStream();
        await TakeAsync(Compressed(Archive(form), compression), new Passage { Copy = copy });

        using var folder = new TestFolder();
        using var other = folder.Open();
        var taken = await other.Images.PutForeignAsync(_build, new MemoryStream(copy.ToArray()), null, null, Cancel);
        Assert.Equal(Image.Hash, taken.Image.ImageHash);
        Assert.Equal(Image.Expected.DiffIds, taken.Image.DiffIds);
        var documents = await DocumentsAsync(copy.ToArray());
        Assert.Contains("\"RepoTags\":[],", documents[SavedNames.Manifest], StringComparison.Ordinal);
        Assert.Equal(["config.json", SavedNames.Manifest], documents.Keys);
    }

    [Fact]
    public async Task The_copy_of_layers_that_are_stored_is_whole_too()
    {
        await new TestImage(TestImage.Layer("a", 3000)).PutAsync(_store);
        var copy = new MemoryStream();

        var taken = await TakeAsync(Image.PodmanArchive(), new Passage { Copy = copy });

        Assert.Equal(1, taken.NewLayers);
        using var folder = new TestFolder();
        using var other = folder.Open();
        var again = await other.Images.PutForeignAsync(_build, new MemoryStream(copy.ToArray()), null, null, Cancel);
        Assert.Equal(2, again.NewLayers);
    }

    [Fact]
    public async Task An_image_that_is_not_admitted_is_not_kept_and_its_copy_is_no_archive()
    {
        var copy = new MemoryStream();
        var refusal = new SlipwayException(new Diagnostic(ArchiveCodes.Refused, "not this one", "Take another."));

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(
            Image.PodmanArchive(),
            new Passage { Copy = copy, Admit = hash => throw (hash == Image.Hash ? refusal : new FormatException()) }));

        Assert.Same(refusal, failure);
        Assert.False(await _store.Images.HasAsync(new BuiltImage(_build, Image.Hash), Cancel));
        Assert.False(await _store.Images.HasAsync(new BuiltImage(_build, null), Cancel));
        await AssertNoArchiveAsync(copy);
    }

    [Fact]
    public async Task The_copy_of_an_archive_that_fails_at_its_very_end_is_no_archive()
    {
        byte[] archive = Image.PodmanArchive();
        var copy = new MemoryStream();

        await Assert.ThrowsAsync<SlipwayException>(() => _store.Images.PutForeignAsync(
            _build, new BrokenStream(archive, archive.Length), new Passage { Copy = copy }, null, Cancel));

        Assert.True(copy.Length > 2 * 3000, $"{copy.Length}");
        await AssertNoArchiveAsync(copy);
    }

    [Fact]
    public async Task A_layer_that_is_stored_and_named_by_its_diff_id_is_not_compressed_again()
    {
        await new TestImage(TestImage.Layer("a", 3000)).PutAsync(_store);

        Assert.Equal(1, (await TakeAsync(Image.PodmanArchive())).NewLayers);
    }

    [Fact]
    public async Task A_build_that_was_never_taken_in_is_not_there() =>
        Assert.False(await _store.Images.HasAsync(new BuiltImage(_build, null), Cancel));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_archive_that_was_cut_off_anywhere_leaves_nothing(string form, string compression)
    {
        byte[] whole = Compressed(Archive(form), compression);
        for (int parts = 0; parts < 8; parts++)
        {
            await AssertRefusedAsync(whole[..(whole.Length * parts / 8)]);
        }

        // .NET's GZipStream does without gzip's own checksum at the end; the tar before it is whole then.
        if (compression != "gzip")
        {
            await AssertRefusedAsync(whole[..^1]);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_compressed_layer_that_was_cut_off_anywhere_leaves_nothing(string compression)
    {
        var image = new TestImage(TestImage.Layer("a", 300_000));
        byte[] layer = Compressed(image.Layers[0], compression);
        await AssertRefusedAsync(WithLayer(layer[..^40]));
        for (int parts = 1; parts < 8; parts++)
        {
            await AssertRefusedAsync(WithLayer(layer[..(layer.Length * parts / 8)]));
        }

        Assert.Equal(image.Hash, (await TakeAsync(WithLayer(layer))).Image.ImageHash);

        byte[] WithLayer(byte[] content) => TestImage.Tar(tar =>
        {
            TestImage.File(tar, "layer.tar", content);
            TestImage.File(tar, "config.json", image.Config);
            TestImage.File(tar, "manifest.json", """[{"Config":"config.json","Layers":["layer.tar"]}]"""u8.ToArray());
        });
    }

    [Fact]
    public async Task Bytes_after_the_end_of_what_is_compressed_are_refused() =>
        await AssertRefusedAsync([.. TestImage.Zstd(Image.PodmanArchive()), 1, 2, 3]);

    [Fact]
    public async Task A_source_that_fails_at_its_very_end_leaves_nothing()
    {
        byte[] archive = TestImage.Zstd(Image.PodmanArchive());

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _store.Images.PutForeignAsync(
            _build, new BrokenStream(archive, archive.Length), null, null, Cancel));
        Assert.Equal(ArchiveCodes.Damaged, Assert.Single(failure.Diagnostics).Code);
        Assert.False(await _store.Images.HasAsync(new BuiltImage(_build, Image.Hash), Cancel));
    }

    [Fact]
    public async Task An_archive_of_two_images_is_refused()
    {
        byte[] both = TestImage.Tar(tar =>
        {
            TestImage.File(tar, $"{Image.Hash}.json", Image.Config);
            TestImage.File(
                tar,
                "manifest.json",
                """[{"Config":"a.json","Layers":[]},{"Config":"b.json","Layers":[]}]"""u8.ToArray());
        });

        await AssertRefusedAsync(both, ArchiveCodes.Refused);
    }

    [Fact]
    public async Task A_layer_under_the_name_of_a_stored_one_does_not_become_another_images()
    {
        var stored = new TestImage(TestImage.Layer("stored", 500));
        await stored.PutAsync(_store);
        string claimed = $"{stored.Expected.DiffIds[0]}.tar";
        byte[] lying = TestImage.Tar(tar =>
        {
            TestImage.File(tar, claimed, TestImage.Layer("a", 3000));
            TestImage.File(tar, "config.json", new TestImage(TestImage.Layer("a", 3000)).Config);
            TestImage.File(tar, "manifest.json", TestImage.Manifest("config.json", [claimed]));
        });

        await AssertRefusedAsync(lying);
    }

    [Fact]
    public async Task An_archive_that_expands_without_bound_is_refused()
    {
        byte[] bomb = TestImage.Zstd(
            TestImage.Tar(tar => TestImage.File(tar, "bomb.tar.gz", TestImage.Gzip(new byte[8 << 20]))));

        await AssertRefusedAsync(bomb, ArchiveCodes.TooLarge);
    }

    [Theory]
    [InlineData("zstd", false)]
    [InlineData("gzip", false)]
    [InlineData("layer", false)]
    [InlineData("nested", false)]
    [InlineData("none", true)]
    public async Task What_expands_out_of_proportion_is_refused_and_what_is_large_is_not(string form, bool isTaken)
    {
        using var folder = new TestFolder();
        using var store = folder.Open(options => options with { Expansion = new ExpansionLimit(1 << 20, 50) });
        byte[] zeros = new byte[16 << 20];
        var image = new TestImage(zeros);
        byte[] archive = form switch
        {
            "zstd" => TestImage.Zstd(image.PodmanArchive()),
            "gzip" => TestImage.Gzip(image.PodmanArchive()),
            "layer" => TestImage.Tar(tar => TestImage.File(tar, "a.tar.gz", TestImage.Zstd(zeros))),
            "nested" => TestImage.Gzip(TestImage.Tar(tar => TestImage.File(tar, "a.tar.gz", TestImage.Gzip(zeros)))),
            _ => image.PodmanArchive(),
        };
        var taking = () => store.Images.PutForeignAsync(_build, new MemoryStream(archive), null, null, Cancel);

        if (isTaken)
        {
            Assert.Equal(image.Expected.ImageHash, (await taking()).Image.ImageHash);
            return;
        }

        var failure = await Assert.ThrowsAsync<SlipwayException>(taking);
        Assert.Equal(ArchiveCodes.Expands, failure.Diagnostics[0].Code);
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task An_engine_cannot_send_what_expands_out_of_proportion_either()
    {
        using var folder = new TestFolder();
        using var store = folder.Open(options => options with { Expansion = new ExpansionLimit(1 << 20, 50) });
        byte[] archive = TestImage.Tar(tar => TestImage.File(tar, "a.tar.gz", TestImage.Zstd(new byte[16 << 20])));

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => Image.PutAsync(store, archive));

        Assert.Equal(ArchiveCodes.Expands, failure.Diagnostics[0].Code);
        Assert.Empty(folder.Snapshot());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static bool Same(StoredImage expected, StoredImage? actual) =>
        actual?.ManifestDigest == expected.ManifestDigest;

    private static byte[] Archive(string form) => form switch
    {
        "docker 20" => Image.LegacyArchive(),
        "podman" => Image.PodmanArchive(),
        "docker 25" => Image.LayoutArchive(),
        "skopeo" => Image.OciArchive(),
        "buildkit" => Image.OciArchive(isNested: true),
        "tar" => Image.OciArchive(prefix: "./"),
        _ => Image.KanikoArchive(),
    };

    private static byte[] Compressed(byte[] archive, string compression) => compression switch
    {
        "gzip" => TestImage.Gzip(archive),
        "zstd" => TestImage.Zstd(archive),
        "two zstd frames" => [.. TestImage.Zstd(archive[..1000]), .. TestImage.Zstd(archive[1000..])],
        _ => archive,
    };

    private Task<PutResult> TakeAsync(byte[] archive, Passage? passage = null) =>
        _store.Images.PutForeignAsync(_build, new MemoryStream(archive), passage, null, Cancel);

    private static async Task AssertNoArchiveAsync(MemoryStream copy)
    {
        // Even with an end it says nothing of an image.
        Assert.Equal(0, copy.Length % 512);
        Assert.Empty(await DocumentsAsync([.. copy.ToArray(), .. new byte[1024]]));
    }

    private static async Task<SortedDictionary<string, string>> DocumentsAsync(byte[] archive)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var reader = new ArchiveReader(
            new MemoryStream(archive), new ArchiveLimits(1 << 20, 1 << 20, 1 << 20), progress: null);
        while (await reader.NextAsync(Cancel) is { } entry)
        {
            if (await reader.PeekAsync(1, Cancel) is [(byte)'{' or (byte)'['])
            {
                documents[entry.Name] = Encoding.UTF8.GetString(await reader.ReadDocumentAsync(entry, Cancel));
            }
        }

        return documents;
    }

    private async Task AssertRefusedAsync(byte[] archive, DiagnosticCode? code = null)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));

        Assert.Equal(code ?? ArchiveCodes.Damaged, Assert.Single(failure.Diagnostics).Code);
        Assert.False(await _store.Images.HasAsync(new BuiltImage(_build, Image.Hash), Cancel));
    }
}
