using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Images;

/// <summary>The store of this machine as a source of what was taken into it.</summary>
public sealed class EmbeddedSourceTests : ImageSourceContract
{
    private readonly EmbeddedStore _store;

    public EmbeddedSourceTests() => _store = Folder.Open();

    protected override IImageSource Source => _store.Images;

    protected override IImageStore Local => _store.Images;

    protected override async Task<BuildId> LeaveAsync(byte[] archive)
    {
        var build = BuildId.New();
        await _store.Images.PutForeignAsync(build, new MemoryStream(archive), null, null, Cancel);
        return build;
    }

    protected override Task LoseAsync(BuildId build)
    {
        Directory.Delete(Folder.Blobs, recursive: true);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _store.Dispose();
        base.Dispose(disposing);
    }
}
