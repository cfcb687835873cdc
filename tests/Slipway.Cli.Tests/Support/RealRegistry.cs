using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Contracts;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tests.Registries;

namespace Slipway.Cli.Tests.Support;

/// <summary>A registry for as long as a test runs, and a client that publishes there.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    private static readonly JsonSerializerOptions AsRegistriesHaveIt =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string OfSubject = "sha256-";
    private const int DigestDigits = 64;

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

    /// <summary>The manifest that a reference leads to.</summary>
    public async Task<RegistryManifest> ReadAsync(string reference) =>
        (await _client.FindManifestAsync(
            ImageReference.Parse($"{Host}/{reference}"), TestContext.Current.CancellationToken))!;

    /// <summary>Puts a manifest, as anybody can who may write there.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> PutAsync(string repository, string tag, JsonNode manifest)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(manifest, AsRegistriesHaveIt);
        var descriptor = new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(content), content.Length);
        await _client.PutManifestAsync(
            RepositoryName.Parse($"{Host}/{repository}"),
            tag,
            new RegistryManifest(descriptor, content),
            TestContext.Current.CancellationToken);
        return descriptor.Digest.ToOciString();
    }

    /// <summary>Puts another last layer behind the config of what a tag leads to.</summary>
    /// <returns>The digest of the manifest that has it.</returns>
    public async Task<string> ReplaceLayerAsync(string repository, string tag)
    {
        var foreign = SmallBlob.Of(OciMediaTypes.LayerGzip, Encoding.UTF8.GetBytes("somebody's"));
        await foreign.PlaceAsync(
            _client, RepositoryName.Parse($"{Host}/{repository}"), TestContext.Current.CancellationToken);
        var manifest = JsonNode.Parse((await ReadAsync($"{repository}:{tag}")).Content.Span)!;
        var layer = manifest["layers"]!.AsArray()[^1]!;
        layer["digest"] = foreign.Descriptor.Digest.ToOciString();
        layer["size"] = foreign.Descriptor.Size;
        return await PutAsync(repository, tag, manifest);
    }

    /// <summary>Puts an image into another repository.</summary>
    public async Task CopyAsync(string from, string repository, string tag)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var source = ImageReference.Parse(from);
        var target = RepositoryName.Parse($"{Host}/{repository}");
        var manifest = (await _client.FindManifestAsync(source, cancellation))!;
        var parts = JsonNode.Parse(manifest.Content.Span)!;
        foreach (var blob in parts["layers"]!.AsArray().Append(parts["config"]))
        {
            Assert.True(await _client.MountBlobAsync(
                target, Sha256Digest.Parse((string)blob!["digest"]!), source.Repository, cancellation));
        }

        await _client.PutManifestAsync(target, tag, manifest, cancellation);
    }

    /// <summary>Deletes every statement of a repository, and every list of them.</summary>
    public Task DeleteStatementsAsync(string repository) =>
        DeleteAsync(repository, tag => tag.StartsWith(OfSubject, StringComparison.Ordinal));

    /// <summary>Deletes what a tag leads to, with all of its tags.</summary>
    public async Task DeleteAsync(string repository, string tag) => await _client.DeleteManifestAsync(
        ImageReference.Parse($"{Host}/{repository}:{tag}"), TestContext.Current.CancellationToken);

    /// <summary>Deletes the lists of what was said about images, and leaves what was said.</summary>
    public Task DeleteListsAsync(string repository) => DeleteAsync(
        repository,
        tag => tag.StartsWith(OfSubject, StringComparison.Ordinal) && tag.Length == OfSubject.Length + DigestDigits);

    private async Task DeleteAsync(string repository, Func<string, bool> isMeant)
    {
        var name = RepositoryName.Parse($"{Host}/{repository}");
        var tags = await _client.ListTagsAsync(name, TestContext.Current.CancellationToken);
        foreach (string tag in tags.Where(isMeant))
        {
            await DeleteAsync(repository, tag);
        }
    }

    /// <summary>Publishes an image of a store, or what somebody made of it who can write to the registry.</summary>
    /// <param name="tree">Has the store.</param>
    /// <param name="image">The name of the image.</param>
    /// <param name="change">What is wrong with it: none, a foreign layer, a second name for the layers, an index; or
    /// what it says besides: data, a note at a layer, a false revision, zstd of what is gzip.</param>
    /// <returns>What it is called, and the digest of its manifest.</returns>
    public async Task<(string Reference, string Manifest)> PublishStoredAsync(
        BuiltTree tree, string image, string change)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = EmbeddedStore.Open(new StoreOptions { Home = tree.Home });
        var record = (await store.Builds.ListAsync(ImageName.Parse(image), 1, cancellation))[0];
        var stored = (await store.Images.FindAsync(record.ImageHash!.Value, cancellation))!;
        var name = RepositoryName.Parse($"{Host}/{image}");
        byte[] config = (await store.Images.ReadConfigAsync(stored, cancellation)).ToArray();
        var good = new MemoryStream();
        await store.Images.CopyLayerAsync(stored.DiffIds[0], good, cancellation);
        byte[] layer = change == "layer" ? new byte[good.Length] : good.ToArray();
        var configBlob = SmallBlob.Of(OciMediaTypes.Config, config);
        var layerBlob = SmallBlob.Of(
            change == "zstd" ? OciMediaTypes.LayerZstd : OciMediaTypes.LayerGzip, TestImage.Gzip(layer));
        await configBlob.PlaceAsync(_client, name, cancellation);
        await layerBlob.PlaceAsync(_client, name, cancellation);
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var manifest = ImageManifestWriter.Write(
            configBlob.Descriptor,
            [layerBlob.Descriptor],
            change == "revision" ? none.Add("org.opencontainers.image.revision", "somebody's") : none);
        var (from, to) = change switch
        {
            "name" => ("\"layers\":", "\"Layers\":[],\"layers\":"),
            "data" => ("\"size\":", "\"data\":\"e30=\",\"size\":"),
            "note" => ("\"layers\":[{", "\"layers\":[{\"annotations\":{\"containerd.io/toc.digest\":\"x\"},"),
            _ => (string.Empty, string.Empty),
        };
        if (from.Length > 0)
        {
            byte[] changed = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(manifest.Content.Span).Replace(from, to, StringComparison.Ordinal));
            manifest = new RegistryManifest(
                new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(changed), changed.Length), changed);
        }

        await _client.PutManifestAsync(name, "1.0", manifest, cancellation);
        if (change == "index")
        {
            byte[] index = Encoding.UTF8.GetBytes(
                $$$"""{"schemaVersion":2,"mediaType":"{{{OciMediaTypes.Index}}}","manifests":[{"mediaType":"{{{OciMediaTypes.Manifest}}}","digest":"{{{manifest.Descriptor.Digest.ToOciString()}}}","size":{{{manifest.Content.Length}}},"platform":{"os":"linux","architecture":"amd64"}}]}""");
            manifest = new RegistryManifest(
                new OciDescriptor(OciMediaTypes.Index, Sha256Digest.Of(index), index.Length), index);
            await _client.PutManifestAsync(name, "1.0", manifest, cancellation);
        }

        return ($"{name}:1.0", manifest.Descriptor.Digest.ToOciString());
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _registry.DisposeAsync();
    }
}
