using System.Diagnostics;
using Slipway.Application.Published;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Application.Tests.Published;

/// <summary>Images that skopeo has pushed to docker-registry.</summary>
public sealed class PublishedImageReaderTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();
    private readonly RegistryClient _client = Clients.Create();
    private TestRegistry? _registry;

    public async ValueTask InitializeAsync()
    {
        Needed.Program("skopeo");
        _registry = await TestRegistry.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_single_manifest_is_read_down_to_its_config()
    {
        var image = TestImage.Create("single");
        WriteLayout([image], image.Manifest);
        var reference = await PushAsync("single");

        var published = await new PublishedImageReader(_client).FindAsync(reference, "linux/amd64", Token);

        Assert.Equal(new RepoDigest(image.Manifest.Descriptor.Digest), published!.RepoDigest);
        Assert.Equal(new ImageHash(image.Config.Descriptor.Digest), published.ImageHash);
        Assert.Equal([image.Layer.Descriptor], published.Layers);
        Assert.Equal([new DiffId(image.Layer.Descriptor.Digest)], published.DiffIds);
        Assert.Equal("single", published.Labels["label"]);
    }

    [Fact]
    public async Task An_index_is_read_for_one_platform_and_pinned_as_a_whole()
    {
        var (amd, arm) = (TestImage.Create("amd"), TestImage.Create("arm", "arm64"));
        var index = Index(("amd64", amd), ("arm64", arm));
        WriteLayout([amd, arm], index);
        var reference = await PushAsync("index");
        var reader = new PublishedImageReader(_client);

        var published = await reader.FindAsync(reference, "linux/arm64", Token);

        Assert.Equal(new RepoDigest(index.Descriptor.Digest), published!.RepoDigest);
        Assert.Equal(new ImageHash(arm.Config.Descriptor.Digest), published.ImageHash);
        var exception = await Assert.ThrowsAsync<SlipwayException>(() =>
            reader.FindAsync(reference, "linux/riscv64", Token));
        Assert.Equal(RegistryCodes.PlatformMissing, exception.Diagnostics[0].Code);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_null() =>
        Assert.Null(await new PublishedImageReader(_client).FindAsync(
            new ImageReference(Repositories.New(_registry!.Host), "1", null), "linux/amd64", Token));

    private static RegistryManifest Index(params (string Architecture, TestImage Image)[] images)
    {
        string entries = string.Join(
            ',',
            images.Select(entry =>
                $$"""
                    {"mediaType":"{{OciMediaTypes.Manifest}}","digest":"{{entry.Image.Manifest.Descriptor.Digest.ToOciString()}}",
                     "size":{{entry.Image.Manifest.Content.Length}},"platform":{"os":"linux","architecture":"{{entry.Architecture}}"} }
                    """));
        var blob = Blob.Of(
            $$"""{"schemaVersion":2,"mediaType":"{{OciMediaTypes.Index}}","manifests":[{{entries}}]}""",
            OciMediaTypes.Index);
        return new RegistryManifest(blob.Descriptor, blob.Content);
    }

    /// <summary>
    /// An OCI layout (https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md) for skopeo to push.
    /// </summary>
    private void WriteLayout(TestImage[] images, RegistryManifest top)
    {
        _folder.Write("oci/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        _folder.Write(
            "oci/index.json",
            $$"""
            {"schemaVersion":2,"manifests":[{"mediaType":"{{top.Descriptor.MediaType}}","digest":"{{top.Descriptor.Digest.ToOciString()}}",
             "size":{{top.Descriptor.Size}},"annotations":{"org.opencontainers.image.ref.name":"top"} }]}
            """);
        Directory.CreateDirectory($"{_folder.Path}/oci/blobs/sha256");
        WriteBlob(top.Descriptor, top.Content.Span);
        foreach (var image in images)
        {
            WriteBlob(image.Config.Descriptor, image.Config.Content);
            WriteBlob(image.Layer.Descriptor, image.Layer.Content);
            WriteBlob(image.Manifest.Descriptor, image.Manifest.Content.Span);
        }
    }

    private void WriteBlob(OciDescriptor descriptor, ReadOnlySpan<byte> content) =>
        File.WriteAllBytes($"{_folder.Path}/oci/blobs/sha256/{descriptor.Digest}", content);

    private async Task<ImageReference> PushAsync(string tag)
    {
        var reference = new ImageReference(Repositories.New(_registry!.Host), tag, null);
        await Tools.RunAsync(
            "skopeo",
            "copy", "--all", "--preserve-digests", "--dest-compress=false", "--dest-tls-verify=false",
            $"oci:{_folder.Path}/oci:top", $"docker://{reference}");
        return reference;
    }
}
