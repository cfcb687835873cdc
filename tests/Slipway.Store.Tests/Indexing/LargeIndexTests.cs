using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Microsoft.Data.Sqlite;
using Slipway.Contracts;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Tests;

namespace Slipway.Store.Tests.Indexing;

/// <summary>An index with the entries of years: what is asked costs what it answers.</summary>
public sealed class LargeIndexTests : IDisposable
{
    private const int Images = 500;

    // Of so many tries the fastest is looked at: what else runs on the machine slows most of them.
    private const int Tries = 30;

    private static readonly int Entries = Campaign.Size(usual: 100_000, @long: 1_000_000);

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    // '-' comes before the dot and '~' after everything, so that names stand between a name and what is below it.
    private static readonly Gen<string> Steps =
        Gen.Int[0, 4].Select(number => ((string[])["a", "b", "a-b", "a~", "aa"])[number]);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_name_is_found_in_less_than_a_millisecond_and_a_page_listed_in_less_than_ten()
    {
        using var store = _folder.Open();
        await store.Index.InsertAsync(Entry("other.leaf"), Token);
        Fill();
        string image = string.Create(CultureInfo.InvariantCulture, $"p.level-3.image{Images / 2:D4}");

        var find = await FastestAsync(() => store.Index.FindAsync(Name($"{image}.hash.0000000007"), Token));
        var page = await FastestAsync(() => store.Index.ListEntriesAsync(Name($"{image}.hash"), Token));
        var images = await FastestAsync(() => store.Index.ListNamespacesAsync(Name("p.level-3"), Token));
        var top = await FastestAsync(() => store.Index.ListNamespacesAsync(null, Token));
        var leaves = await FastestAsync(() => store.Index.ListEntriesAsync(Name("p"), Token));

        Assert.NotNull(await store.Index.FindAsync(Name($"{image}.hash.0000000007"), Token));
        Assert.Equal(Entries / Images, (await store.Index.ListEntriesAsync(Name($"{image}.hash"), Token)).Count);
        Assert.Equal(Images, (await store.Index.ListNamespacesAsync(Name("p.level-3"), Token)).Count);
        Assert.Equal(["other", "p"], (await store.Index.ListNamespacesAsync(null, Token)).Select(ns => ns.Value));
        Assert.Empty(await store.Index.ListEntriesAsync(Name("p"), Token));
        double perThousand = page * 1000 / Math.Max(1000, Entries / Images);
        Campaign.Report(
            "An index",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Entries:N0} entries: find {find:F3} ms, {Entries / Images} entries listed in {page:F2} ms, {Images} "
                + $"namespaces in {images:F2} ms, the top in {top:F3} ms"));
        Assert.True(find < 1, $"find: {find} ms");
        Assert.True(perThousand < 10, $"a page: {perThousand} ms");
        Assert.True(images < 10, $"{Images} namespaces: {images} ms");
        Assert.True(top < 1 && leaves < 1, $"the top: {top} ms, nothing below: {leaves} ms");
    }

    [Fact]
    public void Listings_are_those_of_all_names_looked_at() => Gen.Select(
            Steps.Array[1, 4].Array[1, 20],
            Steps.Array[0, 3],
            Gen.Int[0, 19])
        .Sample(
            (names, below, expired) =>
            {
                using var folder = new TestFolder();
                using var store = folder.Open();
                string[] all = [.. names.Select(steps => string.Join('.', steps)).Distinct(StringComparer.Ordinal)];
                foreach (var (name, number) in all.Select((name, number) => (name, number)))
                {
                    var entry = Entry(name);
                    store.Index.InsertAsync(
                        number == expired ? entry with { Expires = folder.Clock.GetUtcNow().AddDays(-1) } : entry,
                        Token).GetAwaiter().GetResult();
                }

                string prefix = string.Concat(below.Select(step => step + "."));
                string[] left =
                [
                    .. all.Where((_, number) => number != expired)
                        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                        .Select(name => name[prefix.Length..]),
                ];
                IndexNamespace? from = below.Length == 0 ? null : Name(string.Join('.', below));
                Assert.Equal(
                    left.Where(name => !name.Contains('.', StringComparison.Ordinal))
                        .Select(name => prefix + name).Order(StringComparer.Ordinal),
                    store.Index.ListEntriesAsync(from, Token).GetAwaiter().GetResult().Select(e => e.Namespace.Value));
                Assert.Equal(
                    left.Where(name => name.Contains('.', StringComparison.Ordinal))
                        .Select(name => prefix + name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal),
                    store.Index.ListNamespacesAsync(from, Token).GetAwaiter().GetResult().Select(ns => ns.Value));
            },
            iter: 60,
            threads: 1);

    private static IndexNamespace Name(string name) => IndexNamespace.Parse(name);

    private static IndexEntry Entry(string name) => new(
        Name(name),
        BuildId.New(),
        1,
        DateTimeOffset.UtcNow.AddYears(1),
        ImmutableSortedDictionary<string, string>.Empty);

    private static async Task<double> FastestAsync(Func<Task> action)
    {
        double fastest = double.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await action();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return fastest;
    }

    /// <summary>Fills the table as years of pushes would: each image has its digests, below its own name.</summary>
    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $$"""
            WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {{Entries}} - 1)
            INSERT INTO index_entries (namespace, build, rank, expires, data)
            SELECT printf('p.level-3.image%04d.hash.%010d', n % {{Images}}, n / {{Images}}), build, rank, expires, data
            FROM numbers, (SELECT * FROM index_entries WHERE namespace = 'other.leaf')
            """;
        Assert.Equal(Entries, command.ExecuteNonQuery());
    }
}
