using Slipway.Engines.Loading;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Engines.Tests.Support;

/// <summary>A large image in an engine and in a store, and a small one on it that the engine no longer has.</summary>
internal sealed class StoredPair : IDisposable
{
    public const int BaseLayer = 3_000_000;
    public const int OwnLayer = 200_000;

    private readonly TempFolder _folder;
    private readonly EmbeddedStore _store;

    private StoredPair(TempFolder folder, EmbeddedStore store, StoredImage below, StoredImage child) =>
        (_folder, _store, Base, Child) = (folder, store, below, child);

    public StoredImage Base { get; }

    public StoredImage Child { get; }

    public IImageStore Images => _store.Images;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StoredPair> CreateAsync(IImageEngine engine)
    {
        var folder = new TempFolder();
        var store = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(folder.Path, "home") });
        string name = $"slipway.invalid/{Contexts.Unique()}:1";
        var below = await engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(BaseLayer))), _ => { }, Token);
        await engine.TagAsync(below.ImageHash, name, Token);
        var child = await engine.BuildAsync(
            Contexts.Request(
                $"FROM {name}\nCOPY own /\nONBUILD USER x", ("own", Contexts.RandomBytes(OwnLayer))),
            _ => { },
            Token);
        var pair = new StoredPair(
            folder, store, await PutAsync(engine, store, below), await PutAsync(engine, store, child));
        await engine.RemoveAsync(child.ImageHash, Token);
        Assert.Null(await engine.FindAsync(child.ImageHash.ToOciString(), Token));
        return pair;
    }

    /// <summary>Loads the small image as commands do.</summary>
    public Task<LoadResult> LoadAsync(IImageEngine engine, CancellationToken cancellationToken) =>
        new EngineImages(engine, Images).LoadAsync(Child, null, cancellationToken);

    /// <summary>Alters a byte in the blob of a layer of the store.</summary>
    public void Spoil(DiffId layer)
    {
        // Of the two images' layers the one that is large is the base's.
        var blobs = new DirectoryInfo(Path.Join(_folder.Path, "home", "oci", "blobs", "sha256"))
            .GetFiles().OrderByDescending(file => file.Length).ToList();
        string path = blobs[layer == Base.DiffIds[0] ? 0 : 1].FullName;
        byte[] content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(path, content);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static async Task<StoredImage> PutAsync(IImageEngine engine, EmbeddedStore store, EngineImage image)
    {
        await using var archive = await engine.SaveAsync(image.ImageHash, Token);
        return (await store.Images.PutAsync(archive, image.Layers, null, Token)).Image;
    }
}
