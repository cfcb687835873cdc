using System.Text;
using Microsoft.Data.Sqlite;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Maintenance;

/// <summary>What becomes of statements about images.</summary>
public sealed class StatementTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public StatementTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ImageHash Image => TestImage.Small.Hash;

    [Fact]
    public async Task What_was_kept_is_found_by_its_image_and_once()
    {
        await AddAsync("a");
        await AddAsync("a");
        await AddAsync("b");

        Assert.Equal(2, (await _store.Statements.FindAsync(Image.Sha256, Cancel)).Length);
        Assert.Empty(await _store.Statements.FindAsync(ImageHash.Of("other"u8).Sha256, Cancel));
        using var again = _folder.Open();
        Assert.Equal(2, (await again.Statements.FindAsync(Image.Sha256, Cancel)).Length);
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task A_store_that_is_not_there_has_none() =>
        Assert.Empty(await _store.Statements.FindAsync(Image.Sha256, Cancel));

    [Fact]
    public async Task A_statement_goes_with_its_image()
    {
        await TestImage.Small.PutAsync(_store);
        await AddAsync("a");
        Age();

        await CollectAsync();

        Assert.Empty(await _store.Statements.FindAsync(Image.Sha256, Cancel));
        Assert.Empty(Directory.GetFiles(_folder.Blobs));
        Assert.Equal(0L, Ask("SELECT count(*) FROM statements"));
    }

    [Fact]
    public async Task A_statement_stays_as_long_as_a_build_made_the_image()
    {
        await _store.Builds.AddAsync(Record(), Cancel);
        await AddAsync("a");
        Age();

        await CollectAsync();

        Assert.Single(await _store.Statements.FindAsync(Image.Sha256, Cancel));
    }

    [Fact]
    public async Task A_statement_stays_as_long_as_what_is_built_on_its_image()
    {
        var child = ImageHash.Of("child"u8);
        var record = Record() with { ImageHash = child, Parents = BuildRecord.NoExternals };
        await _store.Builds.AddAsync(record, Cancel);
        await _store.Statements.KeepWithAsync(child, [Image], Cancel);
        await AddAsync("a");
        Age();

        await CollectAsync();
        Assert.Single(await _store.Statements.FindAsync(Image.Sha256, Cancel));
        Ask("DELETE FROM builds");
        await CollectAsync();

        Assert.Empty(await _store.Statements.FindAsync(Image.Sha256, Cancel));
        Assert.Equal(0L, Ask("SELECT count(*) FROM image_ancestors"));
    }

    [Fact]
    public async Task A_statement_about_a_parent_that_came_from_elsewhere_stays_with_the_build_on_it()
    {
        var parent = ImageHash.Of("parent"u8);
        await _store.Builds.AddAsync(
            Record() with
            {
                ImageHash = ImageHash.Of("child"u8), Parents = BuildRecord.NoExternals.Add("parent", parent),
            },
            Cancel);
        await _store.Statements.KeepWithAsync(parent, [Image], Cancel);
        await AddAsync("a");
        Age();

        await CollectAsync();

        Assert.Single(await _store.Statements.FindAsync(Image.Sha256, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_statement_is_found_and_forgotten_by_a_repair(bool isRowLost)
    {
        await AddAsync("a");
        string file = Assert.Single(Directory.GetFiles(_folder.Blobs));
        if (isRowLost)
        {
            Ask("DELETE FROM small_blobs");
        }
        else
        {
            await File.WriteAllTextAsync(file, "b", Cancel);
        }

        var found = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);
        Assert.Equal(FsckProblemKind.SmallBlob, Assert.Single(found.Problems).Kind);
        Assert.True((await _store.Maintenance.CheckAsync(repair: true, null, Cancel)).Repaired);

        Assert.Empty(await _store.Statements.FindAsync(Image.Sha256, Cancel));
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task A_damaged_statement_does_not_hide_the_others_and_is_told_where_there_is_no_other()
    {
        await AddAsync("a");
        string file = Assert.Single(Directory.GetFiles(_folder.Blobs));
        await File.WriteAllTextAsync(file, "damaged", Cancel);

        var lost = await Assert.ThrowsAsync<SlipwayException>(() => _store.Statements.FindAsync(Image.Sha256, Cancel));
        Assert.Contains("fsck --repair", lost.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.Contains("trust attest", lost.Diagnostics[0].Remedy, StringComparison.Ordinal);

        await AddAsync("b");
        Assert.Equal(
            "b", Encoding.UTF8.GetString(Assert.Single(await _store.Statements.FindAsync(Image.Sha256, Cancel)).Span));
    }

    [Fact]
    public async Task A_record_keeps_what_the_image_was_built_on()
    {
        var with = Record() with { Parents = BuildRecord.NoExternals.Add("base", Image) };
        var without = Record() with { Parents = BuildRecord.NoExternals };
        var unknown = Record();
        foreach (var record in (BuildRecord[])[with, without, unknown])
        {
            await _store.Builds.AddAsync(record, Cancel);
        }

        Assert.Equal(Image, (await _store.Builds.FindAsync(with.Id, Cancel))!.Parents!["base"]);
        Assert.Empty((await _store.Builds.FindAsync(without.Id, Cancel))!.Parents!);
        Assert.Null((await _store.Builds.FindAsync(unknown.Id, Cancel))!.Parents);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private Task AddAsync(string text) =>
        _store.Statements.AddAsync(Image, System.Text.Encoding.UTF8.GetBytes(text), Cancel);

    private async Task CollectAsync() => await _store.Maintenance.CollectAsync(
        await _store.Maintenance.PlanGcAsync(new GcOptions(), Cancel), new GcOptions(), Cancel);

    // As if all of it were two days old.
    private void Age()
    {
        long old = DateTimeOffset.UtcNow.AddDays(-2).UtcTicks;
        Ask($"UPDATE images SET stored = {old}");
        foreach (string file in Directory.GetFiles(_folder.Blobs))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(old, DateTimeKind.Utc));
        }
    }

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Join(_folder.Home, "index.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static BuildRecord Record()
    {
        var now = DateTimeOffset.UtcNow;
        return new BuildRecord
        {
            Id = BuildId.New(),
            Image = ImageName.Parse("base"),
            Digest = InputsDigest.Of("inputs"u8),
            InputsManifest = Sha256Digest.Of("inputs"u8),
            Level = Level.Lowest,
            PushDate = now,
            Started = now,
            Finished = now,
            Result = BuildResult.Succeeded,
            ImageHash = Image,
            Engine = "docker 20.10",
        };
    }
}
