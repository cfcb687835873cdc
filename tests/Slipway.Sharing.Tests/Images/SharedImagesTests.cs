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

/// <summary>Images that another machine has shared in Debian's docker-registry.</summary>
public sealed class SharedImagesTests : ImageSourceContract, IClassFixture<PlainRegistry>
{
    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });

    private readonly PlainRegistry _registry;
    private readonly RegistryClient _client = SharedRegistry.Client();
    private readonly Dictionary<BuildId, ImageReference> _left = [];
    private readonly EmbeddedStore _store;
    private RepositoryName? _root;
    private SharedBackend? _reader;

    public SharedImagesTests(PlainRegistry registry)
    {
        _registry = registry;
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
