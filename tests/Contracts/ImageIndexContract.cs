using System.Collections.Immutable;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Contracts;

/// <summary>
/// What every index does, whatever it is made of. A backend derives from it and says how one is made.
/// </summary>
public abstract class ImageIndexContract
{
    /// <summary>An index with a clock that <see cref="SetClock"/> sets; empty at the start of each test.</summary>
    protected abstract IImageIndex Index { get; }

    /// <summary>How much longer than the last entry below it a namespace is listed.</summary>
    protected virtual TimeSpan NamespaceOutlives => TimeSpan.Zero;

    /// <summary>Whether an entry that has expired still keeps those of a lower rank away.</summary>
    protected virtual bool RanksOutliveEntries => false;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract void SetClock(DateTimeOffset now);

    [Fact]
    public async Task An_inserted_entry_is_found_as_it_was()
    {
        var entry = Entry("a.b.latest", rank: 7) with
        {
            Expires = Start.AddMilliseconds(1234),
            Data = ImmutableSortedDictionary<string, string>
                .Empty.Add(IndexData.Scope, "level-3")
                .Add("note", "ü \"quoted\" \n"),
        };

        await Index.InsertAsync(entry, Cancel);

        AssertSame(entry, await Index.FindAsync(entry.Namespace, Cancel));
    }

    [Fact]
    public async Task What_was_never_inserted_is_not_found() =>
        Assert.Null(await Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel));

    [Fact]
    public async Task An_entry_is_found_until_it_expires_and_not_from_that_moment_on()
    {
        var entry = Entry("a.b") with { Expires = Start.AddHours(1) };
        await Index.InsertAsync(entry, Cancel);

        SetClock(Start.AddHours(1).AddSeconds(-1));
        Assert.NotNull(await Index.FindAsync(entry.Namespace, Cancel));
        SetClock(Start.AddHours(1));
        Assert.Null(await Index.FindAsync(entry.Namespace, Cancel));
        Assert.Empty(await Index.FindAllAsync([entry.Namespace], Cancel));
        Assert.Empty(await Index.ListEntriesAsync(IndexNamespace.Parse("a"), Cancel));
        Assert.False(await Index.DeleteAsync(entry.Namespace, Cancel));
        SetClock(Start.AddHours(1) + NamespaceOutlives);
        Assert.Empty(await Index.ListNamespacesAsync(null, Cancel));
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, true)]
    [InlineData(5, 4, false)]
    public async Task An_equal_or_higher_rank_replaces_and_a_lower_one_does_not(long first, long second, bool replaces)
    {
        var before = Entry("a.latest", first);
        var after = Entry("a.latest", second);
        AssertSame(before, await Index.InsertAsync(before, Cancel));

        var answer = await Index.InsertAsync(after, Cancel);

        AssertSame(replaces ? after : before, answer);
        AssertSame(replaces ? after : before, await Index.FindAsync(after.Namespace, Cancel));
    }

    [Fact]
    public async Task An_expired_entry_of_a_higher_rank_is_replaced_unless_ranks_outlive_entries()
    {
        var earlier = Entry("a.latest", rank: 9) with { Expires = Start.AddHours(1) };
        await Index.InsertAsync(earlier, Cancel);
        SetClock(Start.AddHours(2));
        var later = Entry("a.latest", rank: 1);

        AssertSame(RanksOutliveEntries ? earlier : later, await Index.InsertAsync(later, Cancel));
        Assert.Equal(
            RanksOutliveEntries ? null : later.Build, (await Index.FindAsync(later.Namespace, Cancel))?.Build);
    }

    [Fact]
    public async Task An_expired_entry_is_replaced_by_one_of_an_equal_rank()
    {
        await Index.InsertAsync(Entry("a.latest", rank: 9) with { Expires = Start.AddHours(1) }, Cancel);
        SetClock(Start.AddHours(2));
        var later = Entry("a.latest", rank: 9);

        AssertSame(later, await Index.InsertAsync(later, Cancel));
        AssertSame(later, await Index.FindAsync(later.Namespace, Cancel));
    }

    [Fact]
    public async Task Many_are_found_at_once_and_missing_ones_are_left_out()
    {
        var entries = Enumerable.Range(0, 300).Select(i => Entry($"many.n{i}.hash")).ToList();
        foreach (var entry in entries.Where((_, i) => i % 2 == 0))
        {
            await Index.InsertAsync(entry, Cancel);
        }

        var found = await Index.FindAllAsync([.. entries.Select(entry => entry.Namespace)], Cancel);

        Assert.Equal(
            entries.Where((_, i) => i % 2 == 0).Select(entry => entry.Namespace).Order(),
            found.Keys.Order());
        Assert.Equal(entries[4].Build, found[entries[4].Namespace].Build);
    }

    [Fact]
    public async Task A_name_that_is_asked_for_twice_or_has_one_part_only_is_found_among_many()
    {
        var top = Entry("top");
        var below = Entry("a.b");
        await Index.InsertAsync(top, Cancel);
        await Index.InsertAsync(below, Cancel);

        var found = await Index.FindAllAsync([top.Namespace, below.Namespace, below.Namespace], Cancel);

        Assert.Equal([below.Namespace, top.Namespace], found.Keys.Order());
    }

    [Fact]
    public async Task Asking_for_none_finds_none() => Assert.Empty(await Index.FindAllAsync([], Cancel));

    [Fact]
    public async Task Entries_and_namespaces_are_listed_one_step_below()
    {
        foreach (string name in (string[])["top", "a.x", "a.y", "a.b.c", "a.b.d.e", "a-b.x", "a.b", "ab.c"])
        {
            await Index.InsertAsync(Entry(name), Cancel);
        }

        Assert.Equal(["a.b", "a.x", "a.y"], await EntriesBelow("a"));
        Assert.Equal(["a.b.c"], await EntriesBelow("a.b"));
        Assert.Equal(["top"], await EntriesBelow(null));
        Assert.Empty(await EntriesBelow("a.x"));
        Assert.Equal(["a", "a-b", "ab"], (await NamespacesBelow(null)).Order(StringComparer.Ordinal));
        Assert.Equal(["a.b"], await NamespacesBelow("a"));
        Assert.Equal(["a.b.d"], await NamespacesBelow("a.b"));
        Assert.Empty(await NamespacesBelow("a.b.d"));
    }

    [Fact]
    public async Task A_deleted_entry_is_gone_and_what_is_below_it_stays()
    {
        await Index.InsertAsync(Entry("a"), Cancel);
        await Index.InsertAsync(Entry("a.b"), Cancel);

        Assert.True(await Index.DeleteAsync(IndexNamespace.Parse("a"), Cancel));

        Assert.Null(await Index.FindAsync(IndexNamespace.Parse("a"), Cancel));
        Assert.NotNull(await Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel));
        Assert.False(await Index.DeleteAsync(IndexNamespace.Parse("a"), Cancel));
    }

    [Fact]
    public async Task After_concurrent_inserts_the_highest_rank_stands()
    {
        var entries = Enumerable
            .Range(0, 40)
            .Select(rank => Entry("race.latest", rank))
            .OrderBy(e => e.Build.Value, StringComparer.Ordinal);

        await Task.WhenAll(entries.Select(entry => Task.Run(() => Index.InsertAsync(entry, Cancel), Cancel)));

        Assert.Equal(39, (await Index.FindAsync(IndexNamespace.Parse("race.latest"), Cancel))?.Rank);
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Index.InsertAsync(Entry("a.b"), cancelled.Token));
        Assert.Null(await Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel));
    }

    protected void StartClock() => SetClock(Start);

    private static IndexEntry Entry(string ns, long rank = 0) => new(
        IndexNamespace.Parse(ns),
        BuildId.New(),
        rank,
        Start.AddDays(28),
        ImmutableSortedDictionary<string, string>.Empty);

    private static void AssertSame(IndexEntry expected, IndexEntry? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Data = actual.Data, Facts = actual.Facts }, actual);
        Assert.Equal<KeyValuePair<string, string>>(expected.Data, actual.Data);
    }

    private async Task<IEnumerable<string>> EntriesBelow(string? below) =>
        (await Index.ListEntriesAsync(below is null ? null : IndexNamespace.Parse(below), Cancel)).Select(e =>
            e.Namespace.Value);

    private async Task<IEnumerable<string>> NamespacesBelow(string? below) =>
        (await Index.ListNamespacesAsync(below is null ? null : IndexNamespace.Parse(below), Cancel)).Select(ns =>
            ns.Value);
}
