using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Lookup;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Lookup;

/// <summary>What is believed of an index when images are elsewhere, and may be gone.</summary>
public sealed class IndexReaderTests
{
    private readonly SharedIndex _index = new();
    private readonly ListedImages _images = new();
    private readonly IndexReader _reader;

    public IndexReaderTests() => _reader = new IndexReader(_index, _images);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IndexScope Scope { get; } = IndexScope.Of(Level.Lowest);

    [Fact]
    public async Task An_image_that_the_source_has_is_found()
    {
        var entry = await InsertAsync("a.b");
        _images.There.Add(entry.Build);

        var found = await _reader.FindAsync([Question("a.b")], null, Cancel);

        Assert.Equal(entry.Build, found?.Entry.Build);
        Assert.Equal(Scope, found?.Scope);
    }

    [Fact]
    public async Task An_image_that_the_source_lacks_counts_as_not_found()
    {
        await InsertAsync("a.b");

        Assert.Null(await _reader.FindAsync([Question("a.b")], null, Cancel));
    }

    [Fact]
    public async Task Behind_an_image_that_is_gone_the_next_place_counts()
    {
        await InsertAsync("a.first");
        var second = await InsertAsync("a.second");
        _images.There.Add(second.Build);

        var found = await _reader.FindAsync([Question("a.first"), Question("a.second")], null, Cancel);

        Assert.Equal(second.Build, found?.Entry.Build);
    }

    [Fact]
    public async Task An_image_is_asked_for_once_however_many_names_it_has()
    {
        var entry = await InsertAsync("a.b");
        await _index.InsertAsync(entry with { Namespace = IndexNamespace.Parse("a.c") }, Cancel);

        Assert.Null(await _reader.FindAsync([Question("a.b"), Question("a.c")], null, Cancel));

        Assert.Equal(entry.Build, Assert.Single(_images.Asked));
    }

    [Fact]
    public async Task Without_an_entry_the_source_is_not_asked()
    {
        Assert.Null(await _reader.FindAsync([Question("a.b")], null, Cancel));
        Assert.Empty(_images.Asked);
    }

    [Fact]
    public async Task Where_an_entry_does_not_say_when_it_was_built_the_source_is_asked()
    {
        var entry = await InsertAsync("a.b");
        _images.There.Add(entry.Build);
        var built = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        _images.Facts[entry.Build] = new BuildFacts(built, null, null);
        IndexQuestion[] questions = [Question("a.b")];

        Assert.Equal(built, (await _reader.FindAsync(questions, built.AddSeconds(-1), Cancel))?.Entry.BuiltAt);
        Assert.Null(await _reader.FindAsync(questions, built, Cancel));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 1, true)]
    [InlineData(1, 3, false)]
    public async Task What_a_build_says_about_its_level_counts_more_than_where_somebody_put_it(
        int built, int asked, bool isBelieved)
    {
        var entry = await InsertAsync("a.b");
        _images.There.Add(entry.Build);
        _images.Facts[entry.Build] = new BuildFacts(null, IndexScope.Of(Level.From(built)), null);

        var found = await _reader.FindAsync(
            [Question("a.b") with { Scope = IndexScope.Of(Level.From(asked)) }], null, Cancel);

        Assert.Equal(isBelieved, found is not null);
    }

    [Fact]
    public async Task A_build_of_another_digest_is_not_believed()
    {
        var entry = await InsertAsync("a.b");
        _images.There.Add(entry.Build);
        _images.Facts[entry.Build] = new BuildFacts(null, null, InputsDigest.Of("another"u8));

        Assert.Null(
            await _reader.FindAsync([Question("a.b") with { Digest = InputsDigest.Of("wanted"u8) }], null, Cancel));
        Assert.NotNull(
            await _reader.FindAsync([Question("a.b") with { Digest = InputsDigest.Of("another"u8) }], null, Cancel));
    }

    [Fact]
    public async Task Where_digests_are_needed_a_build_that_names_none_is_not_believed()
    {
        var wanted = InputsDigest.Of("wanted"u8);
        var entry = await InsertAsync("a.b", ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.Digest, wanted.ToString()));
        _images.There.Add(entry.Build);
        _images.Facts[entry.Build] = new BuildFacts(null, Scope, null);
        IndexQuestion[] questions = [Question("a.b") with { Digest = wanted }];
        Assert.NotNull(await _reader.FindAsync(questions, null, Cancel));

        _reader.NeedsDigests = true;

        Assert.Null(await _reader.FindAsync(questions, null, Cancel));
        Assert.NotNull(await _reader.FindAsync([Question("a.b")], null, Cancel));
        _images.Facts[entry.Build] = new BuildFacts(null, Scope, wanted);
        Assert.NotNull(await _reader.FindAsync(questions, null, Cancel));
    }

    [Theory]
    [InlineData(IndexData.Scope, "level-3")]
    [InlineData(IndexData.Digest, "1111111111111111111111111111111111111111111111111111111111111111")]
    public async Task However_much_an_entry_says_its_build_is_asked(string key, string lie)
    {
        var entry = await InsertAsync("a.b", ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.BuiltAt, IndexData.Moment(DateTimeOffset.UnixEpoch))
            .Add(IndexData.Scope, "level-1")
            .Add(IndexData.Digest, Sha256Digest.Of("built"u8).ToString())
            .SetItem(key, lie));
        _images.There.Add(entry.Build);
        Assert.NotNull(await _reader.FindAsync([Question("a.b")], null, Cancel));

        _images.Facts[entry.Build] = new BuildFacts(null, Scope, InputsDigest.Of("built"u8));

        Assert.Null(await _reader.FindAsync([Question("a.b")], null, Cancel));
    }

    [Fact]
    public async Task A_build_that_made_no_image_is_not_believed_although_the_image_is_there()
    {
        var entry = await InsertAsync("a.b");
        _images.There.Add(entry.Build);
        _images.Facts[entry.Build] = BuildFacts.NoImage;

        Assert.Null(await _reader.FindAsync([Question("a.b")], null, Cancel));
    }

    private static IndexQuestion Question(string ns) => new(IndexNamespace.Parse(ns), Scope, null);

    private Task<IndexEntry> InsertAsync(string ns, ImmutableSortedDictionary<string, string>? data = null) =>
        _index.InsertAsync(
            new IndexEntry(
                IndexNamespace.Parse(ns),
                BuildId.New(),
                0,
                DateTimeOffset.UtcNow.AddDays(1),
                data ?? ImmutableSortedDictionary<string, string>.Empty),
            Cancel);

    /// <summary>An index that knows nothing of builds, as one that many share.</summary>
    private sealed class SharedIndex : IImageIndex
    {
        private readonly Dictionary<IndexNamespace, IndexEntry> _entries = [];

        public Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
            Task.FromResult(_entries.GetValueOrDefault(ns));

        public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
            IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(
                namespaces.Where(_entries.ContainsKey).ToDictionary(ns => ns, ns => _entries[ns]));

        public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
            Task.FromResult(_entries[entry.Namespace] = entry);

        public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
            IndexNamespace? below,
            CancellationToken cancellationToken) => throw new InvalidOperationException("A plan lists nothing.");

        public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
            IndexNamespace? below,
            CancellationToken cancellationToken) => throw new InvalidOperationException("A plan lists nothing.");

        public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
            Task.FromResult(_entries.Remove(ns));
    }

    /// <summary>A source that has what a test says, and remembers what it was asked for.</summary>
    private sealed class ListedImages : IImageSource
    {
        public HashSet<BuildId> There { get; } = [];

        public Dictionary<BuildId, BuildFacts> Facts { get; } = [];

        public ConcurrentQueue<BuildId> Asked { get; } = new();

        public Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken)
        {
            Asked.Enqueue(image.Build);
            return Task.FromResult(There.Contains(image.Build));
        }

        public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
            Task.FromResult(Facts.GetValueOrDefault(image.Build, BuildFacts.None));

        public Task<StoredImage?> FetchAsync(
            BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A plan fetches nothing.");
    }
}
