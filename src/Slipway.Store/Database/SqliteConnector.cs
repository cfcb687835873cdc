using Microsoft.Data.Sqlite;

namespace Slipway.Store.Database;

/// <summary>Opens connections.</summary>
internal static class SqliteConnector
{
    // Seconds, 0 would be for ever. Microsoft.Data.Sqlite tries again for this long, blocking its thread: StoreDatabase
    // has the patience, which it can be called away from.
    private const int BlockingWait = 1;

    // SQLITE_CANTOPEN and SQLITE_READONLY: https://www.sqlite.org/rescode.html
    private const int CannotOpen = 14;
    private const int ReadOnly = 8;

    // SQLITE_IOERR_SHMSIZE: https://www.sqlite.org/rescode.html#ioerr_shmsize
    private const int NoSharedMemory = 10 | (19 << 8);

    /// <summary>Opens a database, and makes it when it does not exist.</summary>
    /// <remarks>
    /// The shared memory of a WAL database is a file beside it, which needs room on the disk even to read. On a full
    /// disk the database is taken alone, which does without (https://www.sqlite.org/wal.html#noshm):
    /// others wait meanwhile.
    /// </remarks>
    public static SqliteConnection ForWriting(string database)
    {
        try
        {
            return ForWriting(database, "PRAGMA locking_mode = NORMAL");
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == NoSharedMemory)
        {
            return ForWriting(database, "PRAGMA locking_mode = EXCLUSIVE");
        }
    }

    /// <summary>Opens a database that this process must not or cannot change.</summary>
    /// <remarks>
    /// A WAL database is read through shared memory in a file beside it, which cannot be made in a folder that cannot
    /// be written. <c>immutable=1</c> does without it (https://www.sqlite.org/wal.html#read_only_databases): nobody
    /// changes the file on a read-only file system, and where another user could,
    /// its WAL exists and the first way works.
    /// </remarks>
    public static SqliteConnection ForReading(string database)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Open(database, SqliteOpenMode.ReadOnly);
            Execute(connection, "PRAGMA schema_version");
            return connection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is CannotOpen or ReadOnly)
        {
            connection?.Dispose();
            return Open($"file:{Uri.EscapeDataString(database)}?immutable=1", SqliteOpenMode.ReadOnly);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static SqliteConnection ForWriting(string database, string lockingMode)
    {
        var connection = Open(database, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Execute(connection, lockingMode);
            // The first statement that looks into the file.
            Execute(connection, "PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            // A pooled connection would outlive the store that opened it.
            Pooling = false,
            DefaultTimeout = BlockingWait,
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 500");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
