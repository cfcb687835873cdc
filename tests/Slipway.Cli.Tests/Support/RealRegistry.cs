using System.Text;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Tests.Registries;

namespace Slipway.Cli.Tests.Support;

/// <summary>A registry for as long as a test runs, and a client that publishes there.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    private readonly RegistryClient _client = new(new RegistrySettings());
    private readonly TestRegistry _registry;

    private RealRegistry(TestRegistry registry) => _registry = registry;

    /// <summary>Host and port.</summary>
    public string Host => _registry.Host;

    public static async Task<RealRegistry> StartAsync() => new(await TestRegistry.StartAsync());

    /// <summary>Publishes an image without layers.</summary>
    /// <returns>Its repo digest and its image hash.</returns>
    public async Task<(RepoDigest RepoDigest, ImageHash ImageHash)> PublishAsync(
        string repository, string tag, string? digestLabel)
    {
        string labels = digestLabel is null ? "{}" : $$"""{"dev.slipway.digest":"{{digestLabel}}"}""";
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{{{labels}}}},"rootfs":{"type":"layers","diff_ids":[]}}""");
        var name = RepositoryName.Parse($"{Host}/{repository}");
        var blob = new OciDescriptor(OciMediaTypes.Config, Sha256Digest.Of(config), config.Length);
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{OciMediaTypes.Manifest}}","config":{"mediaType":"{{OciMediaTypes.Config}}","digest":"{{blob.Digest.ToOciString()}}","size":{{blob.Size}}},"layers":[]}""");
        var cancellation = TestContext.Current.CancellationToken;
        await _client.UploadBlobAsync(
            name, blob, offset => new MemoryStream(config[(int)offset..]), null, cancellation);
        var descriptor = new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(manifest), manifest.Length);
        await _client.PutManifestAsync(name, tag, new RegistryManifest(descriptor, manifest), cancellation);
        return (new RepoDigest(descriptor.Digest), new ImageHash(blob.Digest));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _registry.DisposeAsync();
    }
}
