using Slipway.Contracts;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Sharing.Tests.Support;
using Slipway.Store;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Images;

/// <summary>
/// Images that another machine has shared in Debian's docker-registry, whatever it takes to reach it.
/// </summary>
public abstract class SharedImagesTests : ImageSourceContract
{
    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });

    private readonly ReachedRegistry _registry;
    private readonly RegistryClient _client;
    private readonly Dictionary<BuildId, ImageReference> _left = [];
    private readonly EmbeddedStore _store;
    private RepositoryName? _root;
    private SharedBackend? _reader;

    protected SharedImagesTests(ReachedRegistry registry)
    {
        _registry = registry;
        _client = registry.Client();
        _store = Folder.Open();
    }

    protected override IImageSource Source => Reader.Source;

    protected override IImageStore Local => _store.Images;

    private RepositoryName Root => _root ??= SharedRegistry.NewRoot(_registry.Host);

    private SharedBackend Reader => _reader ??= new SharedBackend(SharedRegistry.Settings(Root, _client, _store));

    protected override async Task<BuildId> LeaveAsync(byte[] archive)
    {
        using var folder = new TestFolder();
        using var store = folder.Open();
        var build = BuildId.New();
        var stored = (await store.Images.PutForeignAsync(build, new MemoryStream(archive), null, null, Cancel)).Image;
        var record = TestBuild.Record(
            InputsDigest.Of(System.Text.Encoding.UTF8.GetBytes(build.Value)),
            stored.ImageHash,
            DateTimeOffset.UtcNow,
            level: 3) with
        { Id = build };
        var entry = TestBuild.Entry(
            Naming.Hash(record.Image, record.Digest, record.Scope).Value, record, DateTimeOffset.UtcNow.AddDays(1));
        var writer = new SharedBackend(SharedRegistry.Settings(Root, _client, store));
        await writer.Sharing.ShareAsync(new SharedBuild(record, stored, entry), null, Cancel);
        await writer.Index.InsertAsync(entry, Cancel);
        _left[build] = ImageReference.Parse($"{Root}/level-3/base:hash.{record.Digest}");

        Assert.Equal(build, (await Reader.Index.FindAsync(entry.Namespace, Cancel))?.Build);
        return build;
    }

    protected override async Task LoseAsync(BuildId build) =>
        Assert.True(await _client.DeleteManifestAsync(_left[build], Cancel));

    protected override void Dispose(bool disposing)
    {
        _client.Dispose();
        _store.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The same on this machine, without TLS and credentials.</summary>
public sealed class PlainSharedImagesTests(RegistryWithout registry)
    : SharedImagesTests(registry), IClassFixture<RegistryWithout>;

/// <summary>The same over TLS with an authority of its own, and a password.</summary>
public sealed class PasswordSharedImagesTests(RegistryWithPassword registry)
    : SharedImagesTests(registry), IClassFixture<RegistryWithPassword>;

/// <summary>The same over TLS with an authority of its own, and tokens.</summary>
public sealed class TokenSharedImagesTests(RegistryWithTokens registry)
    : SharedImagesTests(registry), IClassFixture<RegistryWithTokens>;
