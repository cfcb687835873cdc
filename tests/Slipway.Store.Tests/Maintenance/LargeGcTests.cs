using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Slipway.Contracts;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Values;
using Slipway.Tests;

namespace Slipway.Store.Tests.Maintenance;

/// <summary>A collection of a store that has grown for years, beside which somebody builds.</summary>
public sealed class LargeGcTests : IDisposable
{
    // Of each image but the base: its config, its manifest, and the layer that is its own.
    private const int BlobsOfImage = 3;

    private static readonly int Images = Campaign.Size(usual: 2_000, @long: 10_000);

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_collection_lets_images_be_stored_and_indexed_meanwhile()
    {
        using var store = _folder.Open();
        await TestImage.Small.PutAsync(store);
        await IndexAsync(store, TestImage.Small, "t.kept");
        Fill();
        var options = new GcOptions();
        var plan = await store.Maintenance.PlanGcAsync(options, Token);
        Assert.Equal(Images, plan.Images.Length);
        Assert.Equal(Images * BlobsOfImage, plan.Blobs.Length);

        using var builder = _folder.Open();
        var watch = Stopwatch.StartNew();
        var collecting = Task.Run(() => store.Maintenance.CollectAsync(plan, options, Token), Token);
        var longest = TimeSpan.Zero;
        int meanwhile = 0;
        for (int number = 0; !collecting.IsCompleted; number++)
        {
            long started = Stopwatch.GetTimestamp();
            var image = new TestImage(TestImage.Small.Layers[0], TestImage.Layer($"meanwhile {number}", 2000 + number));
            await image.PutAsync(builder);
            await IndexAsync(builder, image, $"t.meanwhile.{number}");
            var took = Stopwatch.GetElapsedTime(started);
            longest = took > longest ? took : longest;
            meanwhile += collecting.IsCompleted ? 0 : 1;
        }

        var done = await collecting;
        Campaign.Report(
            "A large collection",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Images:N0} images and {done.Blobs.Length:N0} blobs went in {watch.Elapsed.TotalSeconds:F1} s; "
                + $"{meanwhile} images were stored and indexed meanwhile, the slowest in {longest.TotalSeconds:F2} s"));
        Assert.Equal(plan.Images, done.Images);
        Assert.Equal(plan.Blobs.ToHashSet(), [.. done.Blobs]);
        Assert.True(meanwhile > 1, "Nobody could store an image before the collection had ended.");
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Token)).Problems);
    }

    private static Task<IndexEntry> IndexAsync(EmbeddedStore store, TestImage image, string ns)
    {
        var record = TestBuild.Record(new InputsDigest(image.Hash.Sha256), image.Hash, DateTimeOffset.UtcNow);
        return TestBuild.IndexAsync(store, ns, record, DateTimeOffset.UtcNow.AddDays(28));
    }

    /// <summary>Fills the store as expired builds leave it, on the layer of what stays.</summary>
    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT INTO images (image_hash, config_size, manifest, manifest_size, stored)
            SELECT $config, $size, $manifest, $size, stored - $age FROM images LIMIT 1;
            INSERT INTO image_layers (image_hash, position, diff_id)
            SELECT $config, 0, diff_id FROM image_layers WHERE position = 0 LIMIT 1;
            INSERT INTO image_layers (image_hash, position, diff_id) VALUES ($config, 1, $layer);
            INSERT INTO layers (diff_id, blob, media_type, blob_size, size)
            SELECT $layer, $layer, media_type, $size, $size FROM layers LIMIT 1;
            INSERT INTO image_names (name, digest, image_hash, trust) VALUES ($name, $config, $config, 1);
            INSERT INTO small_blobs (digest, size) VALUES ($config, $size), ($manifest, $size);
            INSERT INTO index_entries (namespace, build, rank, expires, data)
            SELECT $name, build, rank, 1, '{}' FROM index_entries WHERE namespace = 't.kept';
            """;
        foreach (string name in (string[])["$config", "$manifest", "$layer", "$name"])
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        command.Parameters.AddWithValue("$size", sizeof(int));
        command.Parameters.AddWithValue("$age", 2 * TimeSpan.TicksPerDay);
        var old = DateTime.UtcNow.AddDays(-2);
        for (int image = 0; image < Images; image++)
        {
            for (int blob = 0; blob < BlobsOfImage; blob++)
            {
                byte[] content = BitConverter.GetBytes((image * BlobsOfImage) + blob);
                byte[] digest = SHA256.HashData(content);
                command.Parameters[blob].Value = digest;
                string path = Path.Join(_folder.Blobs, Convert.ToHexStringLower(digest));
                File.WriteAllBytes(path, content);
                File.SetLastWriteTimeUtc(path, old);
            }

            command.Parameters["$name"].Value = string.Create(CultureInfo.InvariantCulture, $"t.dead.{image}");
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
