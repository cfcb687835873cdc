using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Database;

/// <summary>Another process has the database.</summary>
public sealed class BusyDatabaseTests : IDisposable
{
    private static readonly IndexNamespace Name = IndexNamespace.Parse("busy.entry");

    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_for_it_can_be_cancelled()
    {
        using var store = await WithEntryAsync();
        using var other = Hold();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(300));
        long start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.Index.DeleteAsync(Name, cancellation.Token));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_write_waits_until_it_is_free()
    {
        using var store = await WithEntryAsync();
        Task<bool> waiting;
        using (Hold())
        {
            waiting = Task.Run(() => store.Index.DeleteAsync(Name, Cancel), Cancel);
            // Longer than one attempt takes.
            await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
            Assert.False(waiting.IsCompleted);
        }

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        using var store = await WithEntryAsync();
        using var other = Hold();
        Assert.NotNull(await store.Index.FindAsync(Name, Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<EmbeddedStore> WithEntryAsync()
    {
        var store = _folder.Open();
        await store.Index.InsertAsync(
            new IndexEntry(
                Name,
                BuildId.New(),
                1,
                _folder.Clock.GetUtcNow().AddDays(1),
                ImmutableSortedDictionary<string, string>.Empty),
            Cancel);
        return store;
    }

    /// <summary>Takes the right to write, as a process does that writes; disposing gives it back.</summary>
    private SqliteConnection Hold()
    {
        var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }
}
