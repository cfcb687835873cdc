using Slipway.Application.Checks;
using Slipway.Contracts;
using Slipway.Core.Catalog;
using Slipway.Core.Namespaces;
using Slipway.Dialects;
using Slipway.Model.Digests;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tree;

namespace Slipway.Application.Tests.Checks;

/// <summary>What the index says to a check, from a real store.</summary>
public sealed class FactGathererTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-facts-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
    private readonly EmbeddedStore _store;

    public FactGathererTests()
    {
        _store = EmbeddedStore.Open(
            new StoreOptions { Home = Path.Join(_folder.FullName, "home"), TimeProvider = _clock });
        Directory.CreateDirectory(Path.Join(Tree, "taskcluster/docker/a"));
        File.WriteAllText(Path.Join(Tree, "taskcluster/docker/a/Dockerfile"), "FROM scratch\n");
    }

    private string Tree => Path.Join(_folder.FullName, "tree");

    [Fact]
    public async Task An_entry_that_has_expired_is_still_known_as_such()
    {
        await InsertAsync(level: 1, TimeSpan.FromDays(2));
        Assert.False((await IndexedAsync())!.IsExpired);

        _clock.Advance(TimeSpan.FromDays(3));

        Assert.True((await IndexedAsync())!.IsExpired);
    }

    [Fact]
    public async Task The_entry_that_a_build_would_use_counts()
    {
        await InsertAsync(level: 1, TimeSpan.FromDays(1));
        await InsertAsync(level: 3, TimeSpan.FromDays(100));

        Assert.Equal(_clock.GetUtcNow().AddDays(100), (await IndexedAsync())!.Entry.Expires);

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.False((await IndexedAsync())!.IsExpired);
    }

    [Fact]
    public async Task An_entry_of_a_build_of_a_lower_level_does_not_count()
    {
        await InsertAsync(level: 3, TimeSpan.FromDays(100), builtAt: 1);
        Assert.Null(await IndexedAsync());
    }

    [Fact]
    public async Task An_image_that_was_never_indexed_has_no_entry() => Assert.Null(await IndexedAsync());

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static PushContext Push(int level) =>
        new() { Level = Level.From(level), PushDate = DateTimeOffset.UnixEpoch };

    private async Task InsertAsync(int level, TimeSpan life, int? builtAt = null)
    {
        var facts = await FactsAsync();
        var name = ImageName.Parse("a");
        var digest = facts.Inputs[name].Digest;
        await TestBuild.IndexAsync(
            _store,
            new IndexNaming(facts.Catalog.Config).Hash(name, digest, IndexScope.Of(Level.From(level))).Value,
            TestBuild.Record(digest, ImageHash.Of("image"u8), _clock.GetUtcNow(), builtAt ?? level, name.Value),
            _clock.GetUtcNow() + life);
    }

    private async Task<IndexedImage?> IndexedAsync() =>
        (await FactsAsync()).Indexed.GetValueOrDefault(ImageName.Parse("a"));

    private async Task<CheckFacts> FactsAsync()
    {
        var tree = new LocalSourceTree(Tree);
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        return await new FactGatherer(tree, NoDigestCache.Instance, _store.Index, _clock).GatherAsync(
            new CheckRequest
            {
                Reading = reading,
                Problems = reading.Diagnostics,
                Images = reading.Catalog.ParentsFirst,
                Push = Push(1),
                ExpiringWithin = TimeSpan.FromDays(7),
            },
            TestContext.Current.CancellationToken);
    }
}
