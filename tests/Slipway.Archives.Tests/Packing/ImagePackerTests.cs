using System.Text.Json;
using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Archives.Packing;
using Slipway.Contracts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Tests.Support;

namespace Slipway.Archives.Tests.Packing;

public sealed class ImagePackerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two layers are the same one, for which Docker writes a link.
    private static TestImage Image { get; } =
        new(TestImage.Layer("a", 3000), TestImage.Layer("b", 700), TestImage.Layer("a", 3000));

    [Theory]
    [InlineData("docker 20")]
    [InlineData("podman")]
    [InlineData("docker 25")]
    public async Task What_any_engine_saves_becomes_the_same_image_under_one_tag(string form)
    {
        var (packed, file) = await PackAsync(Archive(form));

        Assert.Equal(Sha256Digest.Of(file), packed.Sha256);
        Assert.Equal(file.Length, packed.Size);
        byte[] tar = Decompressed(file);
        Assert.Equal(tar.Length, packed.ArchiveSize);
        var documents = Documents(tar);
        using var manifest = JsonDocument.Parse(documents["manifest.json"]);
        Assert.Equal("""["example.com/base:v1"]""", manifest.RootElement[0].GetProperty("RepoTags").GetRawText());
        Assert.Equal(3, manifest.RootElement[0].GetProperty("Layers").GetArrayLength());
        Assert.Equal(
            $$$"""{"example.com/base":{"v1":"{{{Image.Expected.DiffIds[^1]}}}"}}""",
            System.Text.Encoding.UTF8.GetString(documents["repositories"]));
        using var store = _folder.Open();
        var taken = await store.Images.PutForeignAsync(BuildId.New(), new MemoryStream(file), null, null, Cancel);
        Assert.Equal(Image.Hash, taken.Image.ImageHash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(22)]
    public async Task Every_level_gives_a_file_that_is_read_again_and_the_same_bytes_each_time(int level)
    {
        var (_, first) = await PackAsync(Image.PodmanArchive(), level);
        var (_, second) = await PackAsync(Image.PodmanArchive(), level);

        Assert.Equal(first, second);
        using var store = _folder.Open();
        Assert.Equal(
            Image.Hash,
            (await store.Images.PutForeignAsync(BuildId.New(), new MemoryStream(first), null, null, Cancel))
                .Image.ImageHash);
    }

    [Fact]
    public async Task The_archive_is_to_be_had_without_compression_too()
    {
        var plain = new MemoryStream();

        var (_, file) = await PackAsync(Image.PodmanArchive(), plain: plain);

        Assert.Equal(Decompressed(file), plain.ToArray());
    }

    [Theory]
    [InlineData("docker 20")]
    [InlineData("podman")]
    [InlineData("docker 25")]
    public async Task An_archive_that_is_cut_off_anywhere_is_refused(string form)
    {
        byte[] whole = Archive(form);
        for (int parts = 0; parts < 8; parts++)
        {
            await AssertRefusedAsync(whole[..(whole.Length * parts / 8)], ArchiveCodes.Damaged);
        }
    }

    [Fact]
    public async Task An_engine_that_fails_on_the_way_fails_the_whole()
    {
        byte[] archive = Image.PodmanArchive();

        await Assert.ThrowsAsync<SlipwayException>(() =>
            ImagePacker.PackAsync(
                new BrokenStream(archive, archive.Length / 2),
                Image.Expected,
                "a:b",
                3,
                Stream.Null,
                null,
                null,
                Cancel));
    }

    [Fact]
    public async Task A_layer_with_other_bytes_is_refused()
    {
        byte[] archive = Image.PodmanArchive();
        archive[1024] ^= 1;

        await AssertRefusedAsync(archive, ArchiveCodes.Damaged);
    }

    [Fact]
    public async Task Another_image_is_refused() =>
        await AssertRefusedAsync(new TestImage(TestImage.Layer("a", 3000)).PodmanArchive(), ArchiveCodes.OtherImage);

    [Fact]
    public async Task An_image_without_one_of_its_layers_is_refused()
    {
        byte[] archive = TestImage.Tar(tar =>
        {
            TestImage.File(tar, $"{Image.Hash}.json", Image.Config);
            TestImage.File(tar, $"{Image.Expected.DiffIds[0]}.tar", Image.Layers[0]);
        });

        await AssertRefusedAsync(archive, ArchiveCodes.Damaged);
    }

    [Fact]
    public async Task A_layer_that_is_not_the_images_is_refused()
    {
        byte[] archive = TestImage.Tar(tar => TestImage.File(tar, "other/layer.tar", TestImage.Layer("other", 100)));

        await AssertRefusedAsync(archive, ArchiveCodes.Damaged);
    }

    [Fact]
    public async Task An_entry_that_is_there_twice_is_refused()
    {
        byte[] archive = TestImage.Tar(tar =>
        {
            TestImage.File(tar, $"{Image.Hash}.json", Image.Config);
            TestImage.File(tar, $"{Image.Hash}.json", Image.Config);
        });

        await AssertRefusedAsync(archive, ArchiveCodes.Refused);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Archive(string form) => form switch
    {
        "docker 20" => Image.LegacyArchive(),
        "podman" => Image.PodmanArchive(),
        _ => Image.LayoutArchive(),
    };

    private static async Task<(PackedImage Packed, byte[] File)> PackAsync(
        byte[] archive, int level = 3, Stream? plain = null)
    {
        var file = new MemoryStream();
        var packed = await ImagePacker.PackAsync(
            new MemoryStream(archive), Image.Expected, "example.com/base:v1", level, file, plain, null, Cancel);
        return (packed, file.ToArray());
    }

    private static async Task AssertRefusedAsync(byte[] archive, DiagnosticCode code)
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => PackAsync(archive));
        Assert.Equal(code, refused.Diagnostics[0].Code);
    }

    private static byte[] Decompressed(byte[] file)
    {
        var tar = new MemoryStream();
        using var decoder = LayerCompression.DecompressArchive(new MemoryStream(file));
        decoder.CopyTo(tar);
        return tar.ToArray();
    }

    private static Dictionary<string, byte[]> Documents(byte[] tar)
    {
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new System.Formats.Tar.TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            documents.Add(entry.Name, content.ToArray());
        }

        return documents;
    }
}
