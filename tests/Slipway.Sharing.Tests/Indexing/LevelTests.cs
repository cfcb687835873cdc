using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Indexing;

/// <summary>What pushes of different levels find and write in Debian's docker-registry.</summary>
public sealed class LevelTests(PlainRegistry registry) : IClassFixture<PlainRegistry>, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });

    private static readonly ImageName Base = ImageName.Parse("base");

    private readonly RegistryClient _client = SharedRegistry.Client();
    private readonly FakeTimeProvider _clock = new(Now);
    private readonly MemoryAnswers _answers = new();
    private readonly List<Diagnostic> _warnings = [];
    private CountingRegistry? _counting;
    private RepositoryName? _root;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CountingRegistry Counting => _counting ??= new CountingRegistry(_client);

    [Fact]
    public async Task The_newest_push_is_the_one_with_the_newest_date_whatever_latest_says()
    {
        var index = Open(3);
        var scope = IndexScope.Of(Level.Highest);
        var older = await PushAsync(index, scope, "one", Now.AddHours(-2));
        var newer = await PushAsync(index, scope, "two", Now.AddHours(-1));
        // Another machine, which looked before the newer push did.
        var manifest = await _client.FindManifestAsync(
            ImageReference.Parse($"{_root}/level-3/base:pushdate.{Now.AddHours(-2):yyyyMMddHHmmss}"), Cancel);
        await _client.PutManifestAsync(RepositoryName.Parse($"{_root}/level-3/base"), "latest", manifest!, Cancel);

        var found = await index.FindAsync(Naming.Latest(Base, scope), Cancel);

        Assert.NotEqual(older, newer);
        Assert.Equal(newer, found?.Build);
        Assert.Equal(Naming.Latest(Base, scope), found?.Namespace);
    }

    [Fact]
    public async Task A_latest_that_was_taken_away_is_not_found_until_the_next_push()
    {
        var index = Open(3);
        var scope = IndexScope.Of(Level.Highest);
        await PushAsync(index, scope, "one", Now.AddHours(-2));

        Assert.True(await index.DeleteAsync(Naming.Latest(Base, scope), Cancel));
        Assert.Null(await index.FindAsync(Naming.Latest(Base, scope), Cancel));
        var next = await PushAsync(index, scope, "two", Now.AddHours(-1));

        Assert.Equal(next, (await index.FindAsync(Naming.Latest(Base, scope), Cancel))?.Build);
    }

    [Fact]
    public async Task What_an_entry_says_of_its_level_does_not_count_and_its_repository_does()
    {
        var index = Open(1);
        var ns = IndexNamespace.Parse("project.tools");
        await index.InsertAsync(
            Entry(ns, "x", Now) with { Data = Data("x").SetItem(IndexData.Scope, "level-3") }, Cancel);

        var found = await index.FindAsync(ns, Cancel);

        Assert.Equal("level-1", found?.Scope?.Text);
        Assert.Equal(IndexScope.Of(Level.Lowest), found?.Facts?.Scope);
        Assert.Null(await Open(3).FindAsync(ns, Cancel));
    }

    [Fact]
    public async Task Of_a_name_without_a_level_the_most_trusted_repository_counts()
    {
        var ns = IndexNamespace.Parse("project.tools");
        var trusted = Entry(ns, "trusted", Now.AddDays(-1));
        await Open(3).InsertAsync(trusted, Cancel);
        var other = Entry(ns, "other", Now);
        await Open(1).InsertAsync(other, Cancel);

        Assert.Equal(trusted.Build, (await Open(1).FindAsync(ns, Cancel))?.Build);
        Assert.Equal(trusted.Build, Assert.Single(
            await Open(1).ListEntriesAsync(IndexNamespace.Parse("project"), Cancel)).Build);
        await Open(3).DeleteAsync(ns, Cancel);
        Assert.Equal(other.Build, (await Open(1).FindAsync(ns, Cancel))?.Build);
        Assert.Null(await Open(3).FindAsync(ns, Cancel));
    }

    [Fact]
    public async Task A_pull_request_finds_what_levels_have_and_its_own_and_no_other_requests()
    {
        var request = IndexScope.PullRequest("17");
        var digest = InputsDigest.Of("d"u8);
        var own = Entry(Naming.Hash(Base, digest, request), "d", Now);
        await Open(1, "17").InsertAsync(own, Cancel);

        Assert.Equal(own.Build, (await Open(1, "17").FindAsync(own.Namespace, Cancel))?.Build);
        Assert.Empty(await Open(1, "18").FindFirstAsync([Row(digest, 1, "18")], Cancel));
        Assert.Empty(await Open(1).FindFirstAsync([Row(digest, 1, null)], Cancel));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task A_plan_asks_once_for_each_image_and_level_and_then_goes_by_what_it_was_told(int level)
    {
        const int images = 40;
        var digests = Enumerable.Range(0, images).Select(i => InputsDigest.Of([(byte)i])).ToList();
        foreach (var digest in digests)
        {
            await Open(level).InsertAsync(
                Entry(Naming.Hash(Base, digest, IndexScope.Of(Level.From(level))), "d", Now), Cancel);
        }

        ImmutableArray<IndexNamespace>[] rows = [.. digests.Select(digest => Row(digest, level, null))];
        _answers.Clear();
        Counting.Asked.Clear();
        var first = await Open(level).FindFirstAsync([.. rows], Cancel);
        int asked = Counting.Asked.Count;
        var second = await Open(level).FindFirstAsync([.. rows], Cancel);

        Assert.Equal(images, first.Count);
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        Assert.Equal(images * (4 - level), asked);
        Assert.Equal(asked, Counting.Asked.Count);

        _clock.Advance(TimeSpan.FromMinutes(10));
        await Open(level).FindFirstAsync([.. rows], Cancel);
        Assert.Equal(2 * asked, Counting.Asked.Count);
    }

    [Fact]
    public async Task What_was_not_found_is_asked_for_again()
    {
        var digest = InputsDigest.Of("late"u8);
        Assert.Empty(await Open(2).FindFirstAsync([Row(digest, 2, null)], Cancel));

        await Open(3).InsertAsync(Entry(Naming.Hash(Base, digest, IndexScope.Of(Level.Highest)), "d", Now), Cancel);

        Assert.Single(await Open(2).FindFirstAsync([Row(digest, 2, null)], Cancel));
    }

    [Fact]
    public async Task A_repository_that_may_not_be_read_has_nothing_and_that_is_told_once()
    {
        var digest = InputsDigest.Of("d"u8);
        var own = Entry(Naming.Hash(Base, digest, IndexScope.Of(Level.Lowest)), "d", Now);
        await Open(1).InsertAsync(own, Cancel);
        Counting.Denied = "level-3/base";
        var index = Open(1);

        var found = await index.FindFirstAsync([Row(digest, 1, null), Row(InputsDigest.Of("e"u8), 1, null)], Cancel);

        Assert.Equal(own.Build, Assert.Single(found).Value.Build);
        Assert.Equal(SharingCodes.ReadingDenied, Assert.Single(_warnings).Code);
        Assert.Contains("level-3/base", _warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_are_browsed_by_level_and_name()
    {
        var index = Open(3);
        await PushAsync(index, IndexScope.Of(Level.Highest), "one", Now.AddHours(-2));

        Assert.Equal(["gecko"], await Below(null));
        Assert.Equal(["gecko.cache.level-3"], await Below("gecko.cache"));
        Assert.Equal(
            ["gecko.cache.level-3.docker.v2.base.hash", "gecko.cache.level-3.docker.v2.base.pushdate"],
            await Below("gecko.cache.level-3.docker.v2.base"));
        Assert.Equal(
            [Naming.Latest(Base, IndexScope.Of(Level.Highest))],
            (await index.ListEntriesAsync(IndexNamespace.Parse("gecko.cache.level-3.docker.v2.base"), Cancel))
                .Select(entry => entry.Namespace));
        Assert.Empty(await Below("gecko.cache.level-2"));

        async Task<IEnumerable<string>> Below(string? ns) =>
            (await index.ListNamespacesAsync(ns is null ? null : IndexNamespace.Parse(ns), Cancel))
                .Select(found => found.Value);
    }

    public void Dispose() => _client.Dispose();

    private static ImmutableArray<IndexNamespace> Row(InputsDigest digest, int level, string? request) =>
    [
        .. Naming.ReadableScopes(SharedRegistry.Push(level, request))
            .Select(scope => Naming.Hash(Base, digest, scope)),
    ];

    private static IndexEntry Entry(IndexNamespace ns, string content, DateTimeOffset pushed) =>
        new(ns, BuildId.New(), pushed.ToUnixTimeSeconds(), Now.AddDays(28), Data(content));

    private static ImmutableSortedDictionary<string, string> Data(string content) =>
        ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.Digest, InputsDigest.Of(System.Text.Encoding.UTF8.GetBytes(content)).ToString())
            .Add(IndexData.Image, Base.Value);

    private async Task<BuildId> PushAsync(IImageIndex index, IndexScope scope, string content, DateTimeOffset pushed)
    {
        var entry = Entry(Naming.PushDate(Base, scope, pushed), content, pushed);
        await index.InsertAsync(entry, Cancel);
        await index.InsertAsync(entry with { Namespace = Naming.Latest(Base, scope) }, Cancel);
        await index.InsertAsync(entry with { Namespace = Naming.Hash(Base, entry.Digest!.Value, scope) }, Cancel);
        return entry.Build;
    }

    private IImageIndex Open(int level, string? request = null)
    {
        _root ??= SharedRegistry.NewRoot(registry.Host);
        return new SharedBackend(SharedRegistry.Settings(_root, Counting, SharedRegistry.Push(level, request)) with
        {
            Images = () => [Base],
            Answers = _answers,
            AnswerAge = TimeSpan.FromMinutes(10),
            Warn = _warnings.Add,
            Clock = _clock,
        }).Index;
    }
}
