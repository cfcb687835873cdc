using System.Text;
using Slipway.Model.Registries;

namespace Slipway.Registry.Tests.Support;

/// <summary>A small image that other tools read too.</summary>
/// <param name="Config">The config.</param>
/// <param name="Layer">One layer: an empty tar, not compressed.</param>
/// <param name="Manifest">The manifest of both.</param>
internal sealed record TestImage(Blob Config, Blob Layer, RegistryManifest Manifest)
{
    public static TestImage Create(string label, string architecture = "amd64")
    {
        const string LayerType = "application/vnd.oci.image.layer.v1.tar";
        byte[] tar = new byte[10240];
        var layer = Blob.Of(tar, LayerType);
        var config = Blob.Of($$"""
            {"architecture":"{{architecture}}","os":"linux","config":{"Labels":{"label":"{{label}}"} },
             "rootfs":{"type":"layers","diff_ids":["{{layer.Descriptor.Digest.ToOciString()}}"]},"history":[{"created_by":"test"}]}
            """);
        byte[] manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{OciMediaTypes.Manifest}}",
             "config":{"mediaType":"{{OciMediaTypes.Config}}","digest":"{{config.Descriptor.Digest.ToOciString()}}","size":{{config.Content.Length}}},
             "layers":[{"mediaType":"{{LayerType}}","digest":"{{layer.Descriptor.Digest.ToOciString()}}","size":{{tar.Length}}}]}
            """);
        return new TestImage(
            config, layer, new RegistryManifest(Blob.Of(manifest, OciMediaTypes.Manifest).Descriptor, manifest));
    }

    public async Task PushAsync(RegistryClient client, RepositoryName repository, string? tag)
    {
        await client.UploadAsync(repository, Config);
        await client.UploadAsync(repository, Layer);
        await client.PutManifestAsync(repository, tag, Manifest, TestContext.Current.CancellationToken);
    }
}
