using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Digests;

public sealed class DigestCacheTests : IDisposable
{
    private static readonly Sha256Digest Hash = Sha256Digest.Of("content"u8);

    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileStamp OldStamp => Stamp(_folder.Clock.GetUtcNow().AddHours(-1));

    [Theory]
    [InlineData("/tree/a/b")]
    [InlineData("/b")]
    [InlineData("/tree/ä/𝔟😀")]
    public async Task A_recorded_hash_is_found_by_the_next_run(string path)
    {
        await RecordAsync(path, OldStamp);

        Assert.Equal(Hash, Find(path, OldStamp));
        Assert.Null(Find(path + "c", OldStamp));
        Assert.Null(Find(path[..^1], OldStamp));
    }

    [Fact]
    public async Task Two_processes_that_record_in_one_folder_do_not_take_anything_from_each_other()
    {
        var stamp = OldStamp;
        using (var one = _folder.Open())
        using (var other = _folder.Open())
        {
            Assert.False(one.Digests.TryGetFile("/tree/a", stamp, out _));
            Assert.False(other.Digests.TryGetFile("/tree/b", stamp, out _));
            one.Digests.RecordFile("/tree/a", stamp, Hash);
            other.Digests.RecordFile("/tree/b", stamp, Hash);
            await one.Digests.FlushAsync(Cancel);
            await other.Digests.FlushAsync(Cancel);
        }

        Assert.Equal(Hash, Find("/tree/a", stamp));
        Assert.Equal(Hash, Find("/tree/b", stamp));
    }

    [Fact]
    public async Task Every_part_of_the_stamp_counts()
    {
        var stamp = OldStamp;
        await RecordAsync("/tree/f", stamp);

        Assert.Equal(Hash, Find("/tree/f", stamp));
        Assert.Null(Find("/tree/f", stamp with { Device = stamp.Device + 1 }));
        Assert.Null(Find("/tree/f", stamp with { Inode = ulong.MaxValue }));
        Assert.Null(Find("/tree/f", stamp with { Size = stamp.Size + 1 }));
        Assert.Null(Find("/tree/f", stamp with { ModifiedNanoseconds = stamp.ModifiedNanoseconds + 1 }));
        Assert.Null(Find("/tree/f", stamp with { ChangedNanoseconds = stamp.ChangedNanoseconds + 1 }));
    }

    [Fact]
    public async Task Numbers_of_64_bits_survive()
    {
        var stamp = OldStamp with { Device = ulong.MaxValue, Inode = ulong.MaxValue - 5 };
        await RecordAsync("/tree/f", stamp);

        Assert.Equal(Hash, Find("/tree/f", stamp));
    }

    [Theory]
    [InlineData(-3.0, -3.0, true)]
    [InlineData(-1.9, -100, false)]
    [InlineData(-100, -1.9, false)]
    [InlineData(0, 0, false)]
    [InlineData(60, -100, false)]
    public async Task A_hash_of_a_file_that_had_just_changed_is_not_kept(double modified, double changed, bool kept)
    {
        var now = _folder.Clock.GetUtcNow();
        var stamp = OldStamp with
        {
            ModifiedNanoseconds = Nanoseconds(now.AddSeconds(modified)),
            ChangedNanoseconds = Nanoseconds(now.AddSeconds(changed)),
        };
        await RecordAsync("/tree/f", stamp);

        _folder.Clock.SetUtcNow(now.AddHours(1));
        Assert.Equal(kept ? Hash : null, Find("/tree/f", stamp));
    }

    [Fact]
    public async Task A_slow_hash_does_not_make_a_young_file_an_old_one()
    {
        using var store = _folder.Open();
        var stamp = Stamp(_folder.Clock.GetUtcNow().AddSeconds(-1));
        Assert.False(store.Digests.TryGetFile("/tree/f", stamp, out _));
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        store.Digests.RecordFile("/tree/f", stamp, Hash);

        await store.Digests.FlushAsync(Cancel);

        Assert.Null(Find("/tree/f", stamp));
    }

    [Fact]
    public async Task A_changed_file_replaces_what_was_known()
    {
        await RecordAsync("/tree/f", OldStamp);
        var changed = OldStamp with { Size = 77 };
        await RecordAsync("/tree/f", changed);

        Assert.Equal(Hash, Find("/tree/f", changed));
        Assert.Null(Find("/tree/f", OldStamp));
    }

    [Fact]
    public async Task Derived_hashes_are_found_by_the_next_run()
    {
        using (var store = _folder.Open())
        {
            store.Digests.RecordDerived(Hash, Sha256Digest.Of("result"u8));
            await store.Digests.FlushAsync(Cancel);
        }

        using var next = _folder.Open();
        Assert.True(next.Digests.TryGetDerived(Hash, out var result));
        Assert.Equal(Sha256Digest.Of("result"u8), result);
        Assert.False(next.Digests.TryGetDerived(result, out _));
    }

    [Fact]
    public async Task What_nobody_asked_for_in_ninety_days_is_dropped_and_what_was_asked_for_stays()
    {
        await RecordAsync("/tree/used", OldStamp);
        await RecordAsync("/tree/unused", OldStamp);
        var stamp = OldStamp;
        for (int week = 0; week < 14; week++)
        {
            _folder.Clock.Advance(TimeSpan.FromDays(7));
            using var store = _folder.Open();
            Assert.True(store.Digests.TryGetFile("/tree/used", stamp, out _));
            store.Digests.RecordDerived(Sha256Digest.Of(BitConverter.GetBytes(week)), Hash);
            await store.Digests.FlushAsync(Cancel);
        }

        Assert.Equal(Hash, Find("/tree/used", stamp));
        Assert.Null(Find("/tree/unused", stamp));
    }

    [Fact]
    public async Task A_damaged_database_costs_the_memory_and_nothing_else()
    {
        Directory.CreateDirectory(_folder.Home);
        await File.WriteAllTextAsync(_folder.Database, new string('x', 5000), Cancel);
        using var store = _folder.Open();

        Assert.False(store.Digests.TryGetFile("/tree/f", OldStamp, out _));
        store.Digests.RecordFile("/tree/f", OldStamp, Hash);
        await store.Digests.FlushAsync(Cancel);
        Assert.True(store.Digests.TryGetFile("/tree/f", OldStamp, out _));
    }

    [Fact]
    public async Task What_is_looked_up_beforehand_is_what_is_found()
    {
        var stamp = OldStamp;
        await RecordAsync("/tree/a", stamp);
        await RecordAsync("/tree/b", stamp);
        using var store = _folder.Open();

        store.Digests.Prepare(["/tree/a", "/tree/none"]);

        Assert.True(store.Digests.TryGetFile("/tree/a", stamp, out var digest));
        Assert.Equal(Hash, digest);
        Assert.False(store.Digests.TryGetFile("/tree/none", stamp, out _));
        Assert.True(store.Digests.TryGetFile("/tree/b", stamp, out _));
    }

    [Fact]
    public async Task Threads_may_ask_and_record_at_the_same_time()
    {
        using var store = _folder.Open();
        var stamp = OldStamp;
        Parallel.For(0, 2000, i =>
        {
            string path = $"/tree/{i % 50}/{i}";
            store.Digests.TryGetFile(path, stamp, out _);
            store.Digests.RecordFile(path, stamp, Hash);
        });

        await store.Digests.FlushAsync(Cancel);

        using var next = _folder.Open();
        Assert.All(
            Enumerable.Range(0, 2000), i => Assert.True(next.Digests.TryGetFile($"/tree/{i % 50}/{i}", stamp, out _)));
    }

    public void Dispose() => _folder.Dispose();

    private static FileStamp Stamp(DateTimeOffset time) => new(66306, 12345, 100, Nanoseconds(time), Nanoseconds(time));

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private async Task RecordAsync(string path, FileStamp stamp)
    {
        using var store = _folder.Open();
        store.Digests.RecordFile(path, stamp, Hash);
        await store.Digests.FlushAsync(Cancel);
    }

    private Sha256Digest? Find(string path, FileStamp stamp)
    {
        using var store = _folder.Open();
        return store.Digests.TryGetFile(path, stamp, out var digest) ? digest : null;
    }
}
