using Microsoft.Data.Sqlite;

namespace Slipway.Store.Database;

/// <summary>The prepared statements of a connection, each text prepared once.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The statement of a text, its parameters as they were left.</summary>
    public SqliteCommand this[string sql]
    {
        get
        {
            if (!_prepared.TryGetValue(sql, out var command))
            {
                command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this project; values are parameters.
                command.CommandText = sql;
#pragma warning restore CA2100
                _prepared.Add(sql, command);
            }

            return command;
        }
    }

    public void Execute(string sql) => this[sql].ExecuteNonQuery();

    public long Number(string sql) => (long)(this[sql].ExecuteScalar() ?? 0L);

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }
}
