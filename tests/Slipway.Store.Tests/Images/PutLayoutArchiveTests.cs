using System.Diagnostics;
using System.Text;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Images;

/// <summary>OCI layouts as archives, which have no <c>manifest.json</c>.</summary>
public sealed class PutLayoutArchiveTests : IDisposable
{
    private const string ImageType = "application/vnd.oci.image.manifest.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public PutLayoutArchiveTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_skopeo_wrote_is_taken()
    {
        string skopeo = Needed.Program("skopeo");
        var image = TestImage.Small;
        await File.WriteAllBytesAsync(At("docker.tar"), image.PodmanArchive(), Cancel);
        await RunAsync(skopeo, $"docker-archive:{At("docker.tar")}", $"oci-archive:{At("oci.tar")}:app:1.0");

        var taken = await TakeAsync(await File.ReadAllBytesAsync(At("oci.tar"), Cancel));

        Assert.Equal(image.Expected.DiffIds, taken.Image.DiffIds);
    }

    [Theory]
    [InlineData("{\"manifests\":[]}", "exactly one image, but 0")]
    [InlineData("{\"manifests\":[A,B]}", "exactly one image, but 2 ('linux/amd64, linux/arm64')")]
    [InlineData("{\"manifests\":[MISSING]}", "is not in it")]
    [InlineData("{\"manifests\":[{}]}", "index.json cannot be read")]
    [InlineData("{\"manifests\":[{\"digest\":\"sha512:00\"}]}", "index.json cannot be read")]
    [InlineData("[]", "index.json cannot be read")]
    [InlineData("{\"manifests\":[LIE]}", "is not what its name says")]
    [InlineData("{\"manifests\":[HELM]}", "its manifest lists 1 layers, and its config 0")]
    public async Task What_is_not_the_layout_of_one_image_is_refused(string index, string said)
    {
        byte[] config = "{}"u8.ToArray();
        byte[] layer = TestImage.Layer("a", 100);
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""{"config":{{TestImage.Descriptor("a", config)}},"layers":[{{TestImage.Descriptor("b", layer)}}]}""");
        string lie = new('1', 64);
        byte[] archive = TestImage.Tar(tar =>
        {
            foreach (byte[] blob in new[] { config, layer, manifest })
            {
                TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of(blob)}", blob);
            }

            TestImage.File(tar, $"blobs/sha256/{lie}", "{}"u8.ToArray());
            TestImage.File(tar, "index.json", Encoding.UTF8.GetBytes(index
                .Replace("LIE", $$"""{"digest":"sha256:{{lie}}"}""", StringComparison.Ordinal)
                .Replace("HELM", TestImage.Descriptor(ImageType, manifest), StringComparison.Ordinal)
                .Replace("MISSING", TestImage.Descriptor(ImageType, "x"u8.ToArray()), StringComparison.Ordinal)
                .Replace("A", For("amd64"), StringComparison.Ordinal)
                .Replace("B", For("arm64"), StringComparison.Ordinal)));
        });

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));

        Assert.Contains(said, Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Snapshot());

        static string For(string architecture) => TestImage.Descriptor(
            ImageType,
            Encoding.UTF8.GetBytes(architecture),
            $$""","platform":{"os":"linux","architecture":"{{architecture}}"}""");
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("config", "", "leads to the image")]
    [InlineData("layers", "", "of its index.json is")]
    [InlineData("", "index", "its index.json cannot be read")]
    [InlineData("config", "manifest", "is not in it")]
    public async Task Two_documents_that_lead_to_two_images_are_refused(string other, string spaced, string? said)
    {
        var good = TestImage.Small;
        var evil = new TestImage(TestImage.Layer("evil", 500), TestImage.Layer("evil too", 500));
        byte[] config = other == "config" ? evil.Config : good.Config;
        var listed = other.Length > 0 ? evil.Layers : good.Layers;
        string layers = string.Join(',', listed.Select(layer => TestImage.Descriptor("layer", layer)));
        byte[] manifest = Spaced(
            spaced == "manifest", $$"""{"config":{{TestImage.Descriptor("config", config)}},"layers":[{{layers}}]}""");
        byte[] index = Spaced(
            spaced == "index", $$"""{"manifests":[{{TestImage.Descriptor(ImageType, manifest)}}]}""");
        string files = string.Join(
            ',', good.Layers.Select(layer => $"\"blobs/sha256/{Sha256Digest.Of(layer)}\""));
        byte[] archive = TestImage.Tar(tar =>
        {
            byte[][] blobs = [.. good.Layers, good.Config, .. evil.Layers, evil.Config, manifest];
            foreach (byte[] blob in blobs)
            {
                TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of(blob)}", blob);
            }

            TestImage.File(tar, "index.json", index);
            TestImage.File(tar, "manifest.json", Encoding.UTF8.GetBytes(
                $$"""[{"Config":"blobs/sha256/{{good.Hash}}","Layers":[{{files}}]}]"""));
        });

        if (said is null)
        {
            Assert.Equal(good.Hash, (await TakeAsync(archive)).Image.ImageHash);
            return;
        }

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));
        var judged = await Assert.ThrowsAsync<SlipwayException>(() => ImageInspection.HashAsync(
            new MemoryStream(archive), ExpansionLimit.Default, Cancel));

        Assert.Contains(said, Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(failure.Diagnostics[0].Message, judged.Diagnostics[0].Message);
        Assert.Empty(_folder.Snapshot());

        // Who reads JSON skips it.
        static byte[] Spaced(bool isSpaced, string text) => Encoding.UTF8.GetBytes(isSpaced ? $" {text}" : text);
    }

    [Fact]
    public async Task Indexes_without_an_end_are_refused()
    {
        byte[] index = "{\"manifests\":[]}"u8.ToArray();
        byte[] archive = TestImage.Tar(tar =>
        {
            for (int depth = 0; depth < 10; depth++)
            {
                TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of(index)}", index);
                index = Encoding.UTF8.GetBytes($$"""{"manifests":[{{TestImage.Descriptor(IndexType, index)}}]}""");
            }

            TestImage.File(tar, "index.json", index);
        });

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));

        Assert.Equal(ArchiveCodes.Refused, Assert.Single(failure.Diagnostics).Code);
    }

    /// <summary>As <c>docker save NAME</c> writes it when the name has two tags.</summary>
    [Fact]
    public async Task Of_several_images_it_is_said_how_to_write_one()
    {
        byte[] archive = TestImage.Tar(tar => TestImage.File(
            tar,
            "manifest.json",
            "[{\"Config\":\"a.json\",\"Layers\":[]},{\"Config\":\"b.json\",\"Layers\":[]}]"u8.ToArray()));

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));

        var told = Assert.Single(failure.Diagnostics);
        Assert.EndsWith("manifest.json does not list exactly one image, but 2", told.Message, StringComparison.Ordinal);
        Assert.Contains("docker save NAME:TAG", told.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_something_else_is_refused_by_what_it_lacks()
    {
        byte[] archive = TestImage.Tar(tar => TestImage.File(tar, "README.md", "# Hello"u8.ToArray()));

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TakeAsync(archive));

        Assert.Contains("neither a manifest.json nor an index.json", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string At(string name) => Path.Join(_folder.Path, name);

    private Task<PutResult> TakeAsync(byte[] archive) =>
        _store.Images.PutForeignAsync(BuildId.New(), new MemoryStream(archive), null, null, Cancel);

    private static async Task RunAsync(string skopeo, string from, string to)
    {
        using var process = Process.Start(new ProcessStartInfo(skopeo, ["copy", "--insecure-policy", "-q", from, to])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        string said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, said);
    }
}
