using System.Collections.Immutable;
using Slipway.Contracts;
using Slipway.Core.Lookup;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Lookup;

/// <summary>
/// With nothing in the shared index it is an index as any other; what the shared one adds is tested here.
/// </summary>
public sealed class LayeredIndexTests : ImageIndexContract
{
    private readonly MemoryIndex _shared = new();
    private readonly MemoryIndex _local = new();

    public LayeredIndexTests()
    {
        Index = new LayeredIndex(_shared, _local);
        StartClock();
    }

    protected override IImageIndex Index { get; }

    private static IndexNamespace Name { get; } = IndexNamespace.Parse("a.latest");

    [Fact]
    public async Task What_either_has_is_found()
    {
        var shared = Entry("a.shared");
        var local = Entry("a.local");
        await _shared.InsertAsync(shared, Cancel);
        await _local.InsertAsync(local, Cancel);

        Assert.Same(shared, await Index.FindAsync(shared.Namespace, Cancel));
        Assert.Same(local, await Index.FindAsync(local.Namespace, Cancel));
        var found = await Index.FindAllAsync([shared.Namespace, local.Namespace, Name], Cancel);
        Assert.Equal([local, shared], found.Values.OrderBy(entry => entry.Namespace));
    }

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 2, false)]
    public async Task The_higher_rank_counts_and_of_equal_ones_that_of_this_machine(
        long shared, long local, bool isShared)
    {
        await _shared.InsertAsync(Entry(Name.Value, shared), Cancel);
        await _local.InsertAsync(Entry(Name.Value, local), Cancel);
        var expected = await (isShared ? _shared : _local).FindAsync(Name, Cancel);

        Assert.Same(expected, await Index.FindAsync(Name, Cancel));
        Assert.Same(expected, Assert.Single(await Index.FindAllAsync([Name], Cancel)).Value);
        Assert.Same(expected, Assert.Single(await Index.ListEntriesAsync(IndexNamespace.Parse("a"), Cancel)));
    }

    [Fact]
    public async Task An_entry_that_has_expired_hides_none_of_the_other()
    {
        var shared = Entry(Name.Value, rank: 1);
        await _shared.InsertAsync(shared, Cancel);
        await _local.InsertAsync(Entry(Name.Value, rank: 2) with { Expires = _local.Now.AddHours(1) }, Cancel);

        SetClock(_local.Now.AddHours(2));

        Assert.Same(shared, await Index.FindAsync(Name, Cancel));
    }

    [Fact]
    public async Task What_is_written_stays_on_this_machine()
    {
        var entry = Entry(Name.Value);

        await Index.InsertAsync(entry, Cancel);

        Assert.Same(entry, await _local.FindAsync(Name, Cancel));
        Assert.Null(await _shared.FindAsync(Name, Cancel));
    }

    [Fact]
    public async Task What_is_deleted_stays_in_the_shared_one()
    {
        var shared = Entry(Name.Value);
        await _shared.InsertAsync(shared, Cancel);
        await _local.InsertAsync(Entry(Name.Value), Cancel);

        Assert.True(await Index.DeleteAsync(Name, Cancel));

        Assert.Same(shared, await Index.FindAsync(Name, Cancel));
        Assert.False(await Index.DeleteAsync(Name, Cancel));
    }

    [Fact]
    public async Task Lists_are_one_list_in_order_with_everything_once()
    {
        foreach (string name in (string[])["a.z", "a.b.x", "a.d.x", "a.both"])
        {
            await _shared.InsertAsync(Entry(name), Cancel);
        }

        foreach (string name in (string[])["a.y", "a.c.x", "a.b.y", "a.both"])
        {
            await _local.InsertAsync(Entry(name), Cancel);
        }

        var below = IndexNamespace.Parse("a");
        Assert.Equal(
            ["a.both", "a.y", "a.z"],
            (await Index.ListEntriesAsync(below, Cancel)).Select(entry => entry.Namespace.Value));
        Assert.Equal(
            ["a.b", "a.c", "a.d"],
            (await Index.ListNamespacesAsync(below, Cancel)).Select(ns => ns.Value));
    }

    protected override void SetClock(DateTimeOffset now) => (_shared.Now, _local.Now) = (now, now);

    private IndexEntry Entry(string ns, long rank = 0) =>
        new(
            IndexNamespace.Parse(ns),
            BuildId.New(),
            rank,
            _local.Now.AddDays(1),
            ImmutableSortedDictionary<string, string>.Empty);
}
