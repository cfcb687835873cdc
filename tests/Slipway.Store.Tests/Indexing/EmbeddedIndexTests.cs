using Slipway.Model.Indexing;

namespace Slipway.Store.Tests.Indexing;

public sealed class EmbeddedIndexTests : ImageIndexContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedIndexTests()
    {
        _store = _folder.Open();
        StartClock();
    }

    protected override IImageIndex Index => _store.Index;

    [Fact]
    public async Task Asking_a_store_that_is_not_there_makes_none()
    {
        await Index.ListEntriesAsync(null, Cancel);
        await Index.ListNamespacesAsync(null, Cancel);

        Assert.False(Directory.Exists(_folder.Home));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    protected override void SetClock(DateTimeOffset now) => _folder.Clock.AdjustTime(now);
}
