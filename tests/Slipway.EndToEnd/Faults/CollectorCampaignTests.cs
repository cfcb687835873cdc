using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Faults;

/// <summary>
/// <c>gc</c> and <c>fsck</c> while eight processes build: nothing that is in use goes, and nothing looks broken.
/// </summary>
public sealed class CollectorCampaignTests : IAsyncDisposable
{
    private const int Builders = 8;

    // .NET's ticks.
    private const long TicksOfTwoDays = 2 * TimeSpan.TicksPerDay;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Campaign.Size(usual: 10, @long: 240));

    // A slow machine gets as long as it takes until there was garbage, and a collection after it, but no longer.
    private static readonly TimeSpan LongestDuration = Duration + TimeSpan.FromMinutes(5);

    private readonly Stopwatch _watch = new();
    private readonly Sandbox _sandbox = new();
    private int _builds;
    private int _collections;
    private int _checks;
    private int _aged;
    private int _collectedGarbage;

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Gc_and_fsck_beside_eight_builders_take_nothing_away_that_is_used()
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("base", mebibytes: 1);
        await _sandbox.CheckAsync("build");
        for (int builder = 0; builder < Builders; builder++)
        {
            _sandbox.Image(Image(builder), "FROM {base}\nCOPY file /\n");
            WriteFile(builder, 0);
        }

        _watch.Start();
        await Task.WhenAll([.. Enumerable.Range(0, Builders).Select(BuildAsync), CollectAsync(), CheckAsync()]);

        await _sandbox.AssertSoundAsync();
        await _sandbox.EmptyEngineAsync();
        for (int builder = 0; builder < Builders; builder++)
        {
            await _sandbox.CheckAsync("load", _sandbox.Name(Image(builder)));
        }

        Campaign.Report(
            "gc and fsck beside eight builders",
            $"{_watch.Elapsed.TotalSeconds:F0} s: {_builds} builds, {_collections} collections that could take {_aged} "
            + $"images, {_checks} checks: none failed");
        Assert.True(_builds >= Builders && _collections > 0 && _checks > 0);
        Assert.True(_aged > 0, "No image was ever garbage.");
    }

    private bool GoesOn =>
        _watch.Elapsed < Duration || (Volatile.Read(ref _collectedGarbage) == 0 && _watch.Elapsed < LongestDuration);

    private static string Image(int builder) => $"app{(char)('a' + builder)}";

    private void WriteFile(int builder, int round) => _sandbox.Write(
        $"images/{_sandbox.Name(Image(builder))}/file",
        string.Create(CultureInfo.InvariantCulture, $"{builder} {round}"));

    private async Task BuildAsync(int builder)
    {
        for (int round = 1; GoesOn; round++)
        {
            WriteFile(builder, round);
            // Images of others may change meanwhile: only one's own is asked for.
            await _sandbox.CheckAsync("build", _sandbox.Name(Image(builder)));
            Interlocked.Increment(ref _builds);
        }
    }

    private async Task CollectAsync()
    {
        while (GoesOn)
        {
            _aged += Age();
            await _sandbox.CheckAsync("gc");
            _collections++;
            Volatile.Write(ref _collectedGarbage, _aged);
        }
    }

    private async Task CheckAsync()
    {
        while (GoesOn)
        {
            await _sandbox.CheckAsync("fsck");
            _checks++;
        }
    }

    /// <summary>
    /// Makes garbage of the images that newer ones have replaced: their entries expire, and they get two days older.
    /// </summary>
    /// <returns>How many images.</returns>
    private int Age()
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Join(_sandbox.StoreFolder(), "index.db")};Pooling=False;Default Timeout=30");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Of a build whose `latest` has moved on nobody is about to insert anything.
        command.CommandText = """
            CREATE TEMP TABLE old AS
                SELECT b.id, b.image_hash FROM builds b
                WHERE b.image LIKE 'app%' AND b.started < (
                    SELECT max(n.started) FROM builds n JOIN index_entries e ON e.build = n.id AND e.namespace LIKE '%.hash.%' WHERE n.image = b.image)
                AND EXISTS (SELECT 1 FROM images i WHERE i.image_hash = b.image_hash AND i.stored > b.started - 1);
            UPDATE index_entries SET expires = 1 WHERE build IN (SELECT id FROM old);
            """;
        command.ExecuteNonQuery();
        command.CommandText =
            "SELECT i.manifest, i.image_hash, l.blob FROM old o JOIN images i ON i.image_hash = o.image_hash "
            + "JOIN image_layers p ON p.image_hash = i.image_hash JOIN layers l ON l.diff_id = p.diff_id";
        var blobs = new HashSet<string>(StringComparer.Ordinal);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                for (int column = 0; column < reader.FieldCount; column++)
                {
                    blobs.Add(Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(column)));
                }
            }
        }

        command.CommandText =
            $"UPDATE images SET stored = stored - {TicksOfTwoDays} WHERE image_hash IN (SELECT image_hash FROM old)";
        int images = command.ExecuteNonQuery();
        transaction.Commit();
        foreach (
            string path in blobs
                .Select(blob => Path.Join(_sandbox.StoreFolder(), "oci/blobs/sha256", blob))
                .Where(File.Exists))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        }

        return images;
    }
}
