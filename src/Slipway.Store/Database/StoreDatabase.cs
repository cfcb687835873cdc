using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Slipway.Files.Locks;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Store.Errors;
using Slipway.Store.Files;

namespace Slipway.Store.Database;

/// <summary>
/// The door to <c>index.db</c>: one connection, opened when first needed, used by one thread at a time.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="program">The version of this program; null when it does not say.</param>
internal sealed class StoreDatabase(StoreFolder folder, string? program) : IDisposable
{
    // How long other processes may hold the database, all attempts together.
    private const int FirstCode = 1400;
    private const int LastCode = 1499;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Of one attempt, which blocks its thread.
    private static readonly TimeSpan SchemaPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private Statements? _statements;
    private Durability _durability = Durability.Relaxed;
    private bool _empty;
    private bool _disposed;

    /// <summary>
    /// Reads, as often as it takes to meet the database free; each call sees one state of the database.
    /// </summary>
    /// <param name="query">Runs with the connection to itself.</param>
    /// <param name="whenAbsent">The answer of a store in which nothing was ever written.</param>
    /// <param name="cancellationToken">Ends the waiting for other processes; queries take milliseconds.</param>
    public Task<T> ReadAsync<T>(Func<Statements, T> query, T whenAbsent, CancellationToken cancellationToken) =>
        RunAsync(() => Read(query, whenAbsent), cancellationToken);

    /// <summary>Writes in one transaction.</summary>
    public Task<T> WriteAsync<T>(
        Durability durability, Func<Statements, T> work, CancellationToken cancellationToken) =>
        RunAsync(() => Write(durability, work), cancellationToken);

    /// <summary>Reads, waiting for a second or so at most when another process has the database.</summary>
    public T Read<T>(Func<Statements, T> query, T whenAbsent) => Use(
        () =>
        {
            if (_connection is null && !DatabaseFile.IsThere(folder.Paths.Database))
            {
                return whenAbsent;
            }

            var statements = Open();
            if (_empty)
            {
                return whenAbsent;
            }

            // One snapshot for queries that consist of several statements.
            statements.Execute("BEGIN");
            try
            {
                return Understand(query, statements);
            }
            finally
            {
                RollBack(statements);
            }
        });

    /// <summary>
    /// Writes in one transaction, waiting for a second or so at most when another process has the database.
    /// </summary>
    public T Write<T>(Durability durability, Func<Statements, T> work)
    {
        folder.EnsureWritable();
        return Use(() =>
        {
            var statements = Open();
            if (_durability != durability)
            {
                statements.Execute(
                    durability == Durability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                _durability = durability;
            }

            return InTransaction(statements, transaction => Understand(work, transaction));
        });
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Close();
        }
    }

    /// <summary>Runs a query. What its columns hold was written by Slipway, or by whoever damaged it.</summary>
    private T Understand<T>(Func<Statements, T> query, Statements statements)
    {
        try
        {
            return query(statements);
        }
        catch (Exception exception) when (
            // What the store itself says of its rows is said already.
            exception is SlipwayException { Diagnostics: [{ Code.Number: < FirstCode or > LastCode }, ..] }
            or FormatException or InvalidCastException
            or ArgumentException or OverflowException or JsonException
            || (exception is InvalidOperationException and not ObjectDisposedException))
        {
            throw StoreErrors.DatabaseDamaged(
                folder.Paths.Database,
                $"what a row holds cannot be read ({Display.Text(exception.Message)})",
                exception);
        }
    }

    private static T InTransaction<T>(Statements statements, Func<Statements, T> work)
    {
        // IMMEDIATE, because a transaction that turns from reading to writing fails when another wrote in between.
        statements.Execute("BEGIN IMMEDIATE");
        bool done = false;
        try
        {
            T result = work(statements);
            statements.Execute("COMMIT");
            done = true;
            return result;
        }
        finally
        {
            if (!done)
            {
                RollBack(statements);
            }
        }
    }

    private static void RollBack(Statements statements)
    {
        try
        {
            statements.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself after some errors (a full disk), and then says that there is nothing to do.
        }
    }

    /// <summary>
    /// Tries again while another process has the database: nothing was changed by an attempt that met it busy.
    /// </summary>
    private static async Task<T> RunAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return action();
            }
            catch (SlipwayException exception)
                when (exception.Diagnostics[0].Code == StoreCodes.InUse && Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private T Use<T>(Func<T> action)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return folder.Guard(folder.Paths.Database, action);
            }
            catch (SqliteException exception)
            {
                throw StoreErrors.From(exception, folder.Paths.Home, folder.Paths.Database);
            }
        }
    }

    private Statements Open()
    {
        if (_statements is not null)
        {
            return _statements;
        }

        try
        {
            _ = DatabaseFile.IsThere(folder.Paths.Database);
            if (!folder.IsReadOnly)
            {
                folder.MakeShared(folder.Paths.Database);
            }

            _connection = folder.IsReadOnly
                ? SqliteConnector.ForReading(folder.Paths.Database)
                : SqliteConnector.ForWriting(folder.Paths.Database);
            _statements = new Statements(_connection);
            long version = _statements.Number("PRAGMA user_version");
            if (version >= 0 && version < Schema.Version && !folder.IsReadOnly)
            {
                version = Migrate(_statements);
            }

            if (version > Schema.Version)
            {
                throw StoreErrors.TooNew(
                    folder.Paths.Database, version, Schema.Version, ProgramOf(_connection, version), program);
            }

            if (version < 0)
            {
                throw StoreErrors.DatabaseDamaged(folder.Paths.Database, $"its version is {version}");
            }

            // Made by a process that ended before the first step, and this one may not go on with it.
            _empty = version == 0;

            return _statements;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>
    /// Under a lock of its own: switching to WAL needs the database alone, and SQLite does not wait for that.
    /// </summary>
    private long Migrate(Statements statements)
    {
        folder.EnsureWritable();
        using var alone = FileLock.TryAcquire(folder.Paths.SchemaLock, SchemaPatience, folder.FileMode)
            ?? throw StoreErrors.InUse(folder.Paths.Database);
        long version = statements.Number("PRAGMA user_version");
        if (version == 0)
        {
            statements.Execute("PRAGMA journal_mode = WAL");
        }

        if (version >= Schema.Version)
        {
            return version;
        }

        if (version == 0 && statements.Number("SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw StoreErrors.DatabaseDamaged(folder.Paths.Database, "it has tables, and no version that says which");
        }

        return InTransaction(statements, transaction =>
        {
            for (long step = version; step < Schema.Version; step++)
            {
                transaction.Execute(Schema.Steps[step]);
            }

            transaction.Execute($"PRAGMA user_version = {Schema.Version}");
            if (program is not null)
            {
                var note = transaction["INSERT OR REPLACE INTO schema_programs VALUES ($version, $program)"];
                note.Parameters.AddWithValue("$version", Schema.Version);
                note.Parameters.AddWithValue("$program", program);
                note.ExecuteNonQuery();
                note.Parameters.Clear();
            }

            return Schema.Version;
        });
    }

    /// <summary>The program that took the database to a version; null when it does not say.</summary>
    private static string? ProgramOf(SqliteConnection connection, long version)
    {
        try
        {
            using var question = connection.CreateCommand();
            question.CommandText = "SELECT program FROM schema_programs WHERE version = $version";
            question.Parameters.AddWithValue("$version", version);
            return question.ExecuteScalar() as string;
        }
        catch (SqliteException)
        {
            // Whatever a newer database looks like: that it is newer is said all the same.
            return null;
        }
    }

    private void Close()
    {
        _statements?.Dispose();
        _statements = null;
        _connection?.Dispose();
        _connection = null;
        _durability = Durability.Relaxed;
    }
}
