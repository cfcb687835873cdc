using Microsoft.Data.Sqlite;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Builds;
using Slipway.Store.Database;

namespace Slipway.Store.Indexing;

/// <summary>
/// Reads entries of the index together with the records of their builds, in one state of the database.
/// </summary>
internal static class IndexRows
{
    private const int OwnColumns = 5;

    /// <summary>
    /// The start of every query; its columns have one meaning each, so conditions need no table names.
    /// </summary>
    public const string Select =
        $"""
        SELECT namespace, build, rank, expires, data, {BuildRows.Columns}
        FROM index_entries LEFT JOIN builds ON builds.id = index_entries.build
        """;

    public static List<IndexEntry> Read(SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var entries = new List<IndexEntry>();
        while (reader.Read())
        {
            entries.Add(ReadEntry(reader));
        }

        return entries;
    }

    /// <summary>The entry of the row at which a reader is.</summary>
    public static IndexEntry ReadEntry(SqliteDataReader reader)
    {
        BuildRecord? record = reader.IsDBNull(OwnColumns) ? null : BuildRows.Read(reader, OwnColumns);
        return new IndexEntry(
            IndexNamespace.Parse(reader.GetString(0)),
            BuildId.Parse(reader.GetString(1)),
            reader.GetInt64(2),
            reader.GetTime(3),
            JsonText.ParseObject(reader.GetString(4)))
        {
            Facts = BuildFacts.Of(record),
        };
    }
}
