using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using Slipway.Store.Files;
using Slipway.Store.Secrets;
using Slipway.Store.Settings;
using Slipway.Tests;

namespace Slipway.Store.Tests.Secrets;

public sealed class SecretSearchTests : IDisposable
{
    // What the search holds at a time, and what it compares of long values.
    private const int Block = 128 << 10;
    private const int Longest = 4096;

    private readonly TestFolder _folder = new();
    private readonly FingerprintKeys _keys;

    public SecretSearchTests() =>
        _keys = new FingerprintKeys(
            new EmbeddedStoreSecret(new StoreFolder(new StorePaths(_folder.Home), readOnly: false, shared: false)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_value_is_found_exactly_when_it_is_there_however_the_bytes_come() =>
        Gen.Select(
            // Few letters, so that values overlap, repeat and nearly stand in the text.
            Gen.Byte[97, 98].Array[8, 24].Array[1, 12],
            Gen.Byte[97, 98].Array[0, 3000],
            Gen.Int[1, 700].Array[1, 8]).Sample((values, text, pieces) => AssertFindsWhatIsThere(values, text, pieces));

    [Fact]
    public void It_is_found_across_the_borders_of_what_is_held() =>
        Gen.Select(Gen.Int[8, 6000], Gen.Int[-7000, 7000], Gen.Int[1, 2], Gen.Int[1, 100_000]).Sample(
            (length, offset, blocks, piece) =>
            {
                byte[] value = Random(length);
                byte[] text = new byte[(3 * Block) + 10_000];
                value.CopyTo(text, (blocks * Block) + offset);

                AssertFindsWhatIsThere([value, Random(20), Random(5000)], text, [piece]);
            },
            iter: Campaign.Size(60, 2000));

    [Fact]
    public void Of_a_long_value_its_first_4096_bytes_are_enough_and_one_less_is_not()
    {
        byte[] value = Random(10_000);
        byte[] part = new byte[50_000];
        value.AsSpan(0, Longest).CopyTo(part.AsSpan(100));

        Assert.Equal([0], Find([value], part, [1000]));
        part[100 + Longest - 1] ^= 1;
        Assert.Empty(Find([value], part, [1000]));
    }

    [Fact]
    public void A_value_does_not_stand_across_two_layers()
    {
        byte[] value = Random(20);
        var search = new SecretSearch([_keys.Make("0", value, default)], _keys);

        search.Add(value.AsSpan(0, 10));
        search.End();
        search.Add(value.AsSpan(10));
        search.End();
        Assert.Empty(search.Found);
        search.Add(value);
        search.End();
        Assert.Single(search.Found);
    }

    [Fact]
    public void A_value_of_one_byte_over_and_over_is_found_only_where_it_is_long_enough()
    {
        byte[] value = new byte[100];

        Assert.Empty(Find([value], [1, .. new byte[99], 1, .. new byte[99], 1], [7]));
        Assert.Equal([0], Find([value], [1, .. new byte[100], 1], [7]));
        Assert.Equal([0], Find([value], new byte[3 * Block], [Block]));
    }

    [Fact]
    public void A_fingerprint_survives_being_kept_and_says_nothing_of_the_value()
    {
        byte[] value = "correct-horse-battery"u8.ToArray();
        var made = _keys.Make("token", value, DateTimeOffset.UnixEpoch);
        byte[] kept = _keys.Seal(made);

        Assert.Equal(made, _keys.Unseal("token", made.Tag, kept, DateTimeOffset.UnixEpoch));
        Assert.Null(_keys.Unseal("token", made.Tag, kept[1..], DateTimeOffset.UnixEpoch));
        using var other = new TestFolder();
        var keys = new FingerprintKeys(
            new EmbeddedStoreSecret(new StoreFolder(new StorePaths(other.Home), readOnly: false, shared: false)));
        Assert.NotEqual(made.Tag, keys.Make("token", value, default).Tag);
        Assert.NotEqual(kept, keys.Seal(keys.Make("token", value, default)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void It_keeps_up_with_an_engine_however_many_values_there_are(int count)
    {
        // As long and as different in length as tokens and keys are; every third place of the text holds zeros, as
        // layers do.
        var random = new Random(count);
        var search = new SecretSearch(
            Enumerable
                .Range(0, count)
                .Select(i => _keys.Make($"{i}", Random(8 + random.Next(i % 10 == 9 ? 3000 : 120)), default)),
            _keys);
        byte[] text = Random(12 << 20);
        text.AsSpan(0, 4 << 20).Clear();
        int rounds = Campaign.Size(4, 40);
        search.Add(text);
        var began = TimeOfThread();
        for (int round = 0; round < rounds; round++)
        {
            for (int start = 0; start < text.Length; start += 32 << 10)
            {
                search.Add(text.AsSpan(start, 32 << 10));
            }
        }

        search.End();
        double speed = rounds * (text.Length / 1e6) / (TimeOfThread() - began).TotalSeconds;
        Campaign.Report(
            "secret search", string.Create(CultureInfo.InvariantCulture, $"{count} values: {speed:F0} MB/s"));
        Assert.Empty(search.Found);
        // What looks at every value at every place, or at every byte of a window, does far less.
        Assert.True(speed > 10, $"{speed} MB/s");
    }

    /// <summary>How long this thread has run, which does not count what others do on a busy machine.</summary>
    private static TimeSpan TimeOfThread() =>
        File.Exists("/proc/thread-self/schedstat")
            // Nanoseconds on a processor: Documentation/scheduler/sched-stats.rst of Linux.
            ? TimeSpan.FromMicroseconds(
                long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)
                    / 1000.0)
            : Stopwatch.GetElapsedTime(0);

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private void AssertFindsWhatIsThere(byte[][] values, byte[] text, int[] pieces)
    {
        var there = values.Select((value, i) => (value, i))
            .Where(pair => text.AsSpan().IndexOf(pair.value.AsSpan(0, Math.Min(pair.value.Length, Longest))) >= 0)
            .Select(pair => pair.i);

        Assert.Equal(there, Find(values, text, pieces));
    }

    private IEnumerable<int> Find(byte[][] values, byte[] text, int[] pieces)
    {
        var search = new SecretSearch(values.Select((value, i) => _keys.Make($"{i}", value, default)), _keys);
        for (int start = 0, i = 0; start < text.Length; i++)
        {
            int length = Math.Min(pieces[i % pieces.Length], text.Length - start);
            search.Add(text.AsSpan(start, length));
            start += length;
        }

        search.End();
        return [.. search.Found.Select(found => int.Parse(found.Secret, CultureInfo.InvariantCulture))];
    }
}
