using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Tar.Reading;

namespace Slipway.Store.Tests.Images;

public sealed class WriteArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public WriteArchiveTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_archive_has_the_config_the_layers_and_both_lists()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;

        var files = Read(await WriteAsync(image, 0));

        Assert.Equal(TestImage.Small.Config, files[$"{TestImage.Small.Hash}.json"]);
        Assert.Equal(TestImage.Small.Layers[0], files[$"{image.DiffIds[0]}.tar"]);
        Assert.Equal(TestImage.Small.Layers[1], files[$"{image.DiffIds[1]}.tar"]);
        Assert.Equal(
            $$"""[{"Config":"{{TestImage.Small.Hash}}.json","RepoTags":["base:latest","host:5000/x/base:1"],"Layers":["{{image.DiffIds[0]}}.tar","{{image.DiffIds[1]}}.tar"]}]""",
            Encoding.UTF8.GetString(files["manifest.json"]));
        using var repositories = JsonDocument.Parse(files["repositories"]);
        Assert.Equal(
            image.DiffIds[1].ToString(),
            repositories.RootElement.GetProperty("host:5000/x/base").GetProperty("1").GetString());
        Assert.Equal(5, files.Count);
    }

    [Fact]
    public async Task The_same_image_gives_the_same_bytes_whatever_form_it_came_in()
    {
        var image = (await TestImage.Small.PutAsync(_store, TestImage.Small.LegacyArchive())).Image;
        using var otherFolder = new TestFolder();
        using var other = otherFolder.Open();
        var same = (await TestImage.Small.PutAsync(other, TestImage.Small.LayoutArchive(TestImage.Gzip))).Image;
        var archive = new MemoryStream();
        await other.Images.WriteArchiveAsync(same, ["host:5000/x/base:1", "base:latest"], 0, archive, null, Cancel);

        Assert.Equal(await WriteAsync(image, 0), archive.ToArray());
        Assert.Equal(image.ManifestDigest, same.ManifestDigest);
    }

    [Fact]
    public async Task Lower_layers_can_be_left_out_but_stay_listed()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;

        var files = Read(await WriteAsync(image, 1));

        Assert.False(files.ContainsKey(BlobOf(image.DiffIds[0])));
        Assert.Equal(TestImage.Small.Layers[1], files[BlobOf(image.DiffIds[1])]);
        Assert.Contains(
            BlobOf(image.DiffIds[0]), Encoding.UTF8.GetString(files["manifest.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_without_all_layers_is_a_layout_too_and_says_what_is_left_out()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;

        var files = Read(await WriteAsync(image, 1));

        Assert.Equal("""{"imageLayoutVersion":"1.0.0"}""", Encoding.UTF8.GetString(files["oci-layout"]));
        using var index = JsonDocument.Parse(files["index.json"]);
        var described = index.RootElement.GetProperty("manifests")[0];
        byte[] content = files[$"blobs/sha256/{described.GetProperty("digest").GetString()!["sha256:".Length..]}"];
        Assert.Equal(described.GetProperty("digest").GetString(), Sha256Digest.Of(content).ToOciString());
        using var manifest = JsonDocument.Parse(content);
        Assert.Equal(
            described.GetProperty("mediaType").GetString(), manifest.RootElement.GetProperty("mediaType").GetString());
        Assert.Equal(
            image.ImageHash.ToOciString(),
            manifest.RootElement.GetProperty("config").GetProperty("digest").GetString());
        Assert.Equal(
            image.DiffIds.Select((diffId, i) => (diffId.ToOciString(), TestImage.Small.Layers[i].Length)),
            manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer =>
                (layer.GetProperty("digest").GetString()!, layer.GetProperty("size").GetInt32())));
    }

    [Fact]
    public async Task A_layer_that_is_needed_above_those_left_out_is_there()
    {
        byte[] layer = TestImage.Layer("twice", 2000);
        var image = (await new TestImage(layer, TestImage.Layer("between", 300), layer).PutAsync(_store)).Image;

        Assert.True(Read(await WriteAsync(image, 2)).ContainsKey(BlobOf(image.DiffIds[0])));
    }

    [Fact]
    public async Task A_stored_archive_can_be_stored_again()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        byte[] archive = await WriteAsync(image, 0);
        using var otherFolder = new TestFolder();
        using var other = otherFolder.Open();

        Assert.Equal(image.ManifestDigest, (await TestImage.Small.PutAsync(other, archive)).Image.ManifestDigest);
    }

    public static TheoryData<string> Damages =>
        ["flip first", "flip middle", "flip last", "truncate", "extend", "delete", "empty"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_layer_ends_the_archive_before_its_end_and_is_stored_anew_by_the_next_build(
        string damage)
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        Damage(LargestBlob(), damage);
        var archive = new MemoryStream();

        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => _store.Images.WriteArchiveAsync(image, ["base:latest"], 0, archive, null, Cancel));

        Assert.Equal(StoreCodes.BlobDamaged, failure.Diagnostics[0].Code);
        Assert.Contains("slipway build --force", failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(-1, archive.ToArray().AsSpan().IndexOf("manifest.json"u8));
        await TestImage.Small.PutAsync(_store);
        await WriteAsync(image, 0);
    }

    [Fact]
    public async Task A_damaged_config_is_refused_and_the_image_forgotten_so_that_the_next_build_stores_it_anew()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        Damage(Path.Join(_folder.Blobs, image.ImageHash.ToString()), "flip middle");

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => WriteAsync(image, 0));

        Assert.Equal(StoreCodes.BlobDamaged, failure.Diagnostics[0].Code);
        Assert.Null(await _store.Images.FindAsync(image.ImageHash, TestContext.Current.CancellationToken));
        await TestImage.Small.PutAsync(_store);
        await WriteAsync(image, 0);
    }

    [Fact]
    public async Task An_image_that_is_not_in_the_store_is_refused()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        var unknown = image with { ImageHash = ImageHash.Of("unknown"u8) };

        await Assert.ThrowsAsync<SlipwayException>(() => WriteAsync(unknown, 0));
    }

    [Fact]
    public async Task Leaving_out_more_layers_than_there_are_is_an_error_of_the_caller()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WriteAsync(image, 3));
    }

    [Fact]
    public async Task Progress_ends_with_all_the_bytes()
    {
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        var progress = new LastReport();
        var archive = new MemoryStream();

        await _store.Images.WriteArchiveAsync(image, [], 0, archive, progress, Cancel);

        Assert.Equal(archive.Length, progress.Value);
    }

    [Theory]
    [InlineData((1L << 33) - 1)]
    [InlineData(1L << 33)]
    [InlineData(1L << 40)]
    public async Task Headers_of_files_of_any_size_can_be_read_by_other_tools(long size)
    {
        var archive = new MemoryStream();
        await new ArchiveWriter(archive, null).BeginFileAsync("layer.tar", size, Cancel);

        Assert.Equal(size, TarHeader.Parse(archive.ToArray(), ImageTarFaults.Instance).Size);
        archive.Position = 0;
        var listing = await Tools.TryRunAsync(
            "sh", "-c", $"printf '%s' '{Convert.ToBase64String(archive.ToArray())}' | base64 -d | tar -tv 2>/dev/null");
        Assert.Contains(size.ToString(), listing.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    internal static void Damage(string path, string damage)
    {
        byte[] content = File.ReadAllBytes(path);
        switch (damage)
        {
            case "delete":
                File.Delete(path);
                return;
            case "truncate":
                content = content[..^1];
                break;
            case "extend":
                content = [.. content, 0];
                break;
            case "empty":
                content = [];
                break;
            default:
                content[
                    damage switch
                    {
                        "flip first" => 0,
                        "flip last" => content.Length - 1,
                        _ => content.Length / 2,
                    }
                ] ^= 0x10;
                break;
        }

        File.WriteAllBytes(path, content);
    }

    private static SortedDictionary<string, byte[]> Read(byte[] archive)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry() is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }

        return files;
    }

    private static string BlobOf(DiffId layer) => $"blobs/sha256/{layer}";

    private string LargestBlob() => Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!;

    private async Task<byte[]> WriteAsync(StoredImage image, int skip)
    {
        var archive = new MemoryStream();
        await _store.Images.WriteArchiveAsync(
            image, ["host:5000/x/base:1", "base:latest"], skip, archive, null, Cancel);
        return archive.ToArray();
    }

    private sealed class LastReport : IProgress<long>
    {
        public long Value { get; private set; }

        public void Report(long value) => Value = value;
    }
}
