using Microsoft.Data.Sqlite;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Indexing;

/// <summary>The index in the store's database.</summary>
internal sealed class EmbeddedIndex(StoreDatabase database, TimeProvider clock) : IImageIndex
{
    public Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        database.ReadAsync(
            statements => IndexRows.Read(statements[$"{IndexRows.Select} WHERE namespace = $ns AND expires > $now"]
                .With("$ns", ns.Value)
                .With("$now", clock.GetUtcNow())).SingleOrDefault(),
            null,
            cancellationToken);

    public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        FindAllAsync(namespaces, "expires > $now", cancellationToken);

    public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindExpiredAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        FindAllAsync(namespaces, "expires <= $now", cancellationToken);

    public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            statements =>
            {
                // An expired entry is not there any more, so its rank does not hold off anything.
                statements[
                    """
                    INSERT INTO index_entries (namespace, build, rank, expires, data)
                    VALUES ($ns, $build, $rank, $expires, $data)
                    ON CONFLICT (namespace) DO UPDATE
                    SET build = excluded.build, rank = excluded.rank, expires = excluded.expires, data = excluded.data
                    WHERE excluded.rank >= rank OR expires <= $now
                    """]
                    .With("$ns", entry.Namespace.Value)
                    .With("$build", entry.Build.Value)
                    .With("$rank", entry.Rank)
                    .With("$expires", entry.Expires)
                    .With("$data", JsonText.Object(entry.Data))
                    .With("$now", clock.GetUtcNow())
                    .ExecuteNonQuery();
                return IndexRows.Read(statements[$"{IndexRows.Select} WHERE namespace = $ns"]
                    .With("$ns", entry.Namespace.Value)).Single();
            },
            cancellationToken);

    public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IndexEntry>>(
            statements =>
            {
                var query = Below(
                    statements[
                        $"""
                        {IndexRows.Select}
                        WHERE namespace >= $from AND namespace < $to AND expires > $now
                        ORDER BY namespace
                        """],
                    below);
                int start = below is { } ns ? ns.Value.Length + 1 : 0;
                var found = new List<IndexEntry>();
                while (AddUpToStep(query, start, found) is { } step)
                {
                    // What is below it is passed over, however much that is.
                    query.With("$from", $"{step}/");
                }

                return found;
            },
            [],
            cancellationToken);

    /// <summary>Adds entries until a name comes that has a further step.</summary>
    /// <returns>That name up to the end of its next step; null when there was none.</returns>
    private static string? AddUpToStep(SqliteCommand query, int start, List<IndexEntry> found)
    {
        using var reader = query.ExecuteReader();
        while (reader.Read())
        {
            string name = reader.GetString(0);
            int dot = name.IndexOf('.', start);
            if (dot >= 0)
            {
                return name[..dot];
            }

            found.Add(IndexRows.ReadEntry(reader));
        }

        return null;
    }

    public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IndexNamespace>>(
            statements =>
            {
                // From each step to the first name behind everything that is below it. Where SQLite has no such skip
                // by itself: https://www.sqlite.org/optoverview.html#the_skip_scan_optimization
                using var reader = Below(
                        statements[
                            """
                            WITH RECURSIVE steps(step) AS (
                                SELECT ''
                                UNION ALL
                                SELECT (
                                    SELECT substr(
                                        namespace, 1, $length + instr(substr(namespace, $length + 1), '.') - 1)
                                    FROM index_entries
                                    WHERE namespace >= CASE step WHEN '' THEN $from ELSE step || '/' END
                                        AND namespace < $to AND instr(substr(namespace, $length + 1), '.') > 0
                                        AND expires > $now
                                    ORDER BY namespace
                                    LIMIT 1)
                                FROM steps
                                WHERE step IS NOT NULL
                            )
                            SELECT step FROM steps WHERE step > '' ORDER BY step
                            """
                        ],
                        below)
                    .ExecuteReader();
                var found = new List<IndexNamespace>();
                while (reader.Read())
                {
                    found.Add(IndexNamespace.Parse(reader.GetString(0)));
                }

                return found;
            },
            [],
            cancellationToken);

    public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            statements => statements["DELETE FROM index_entries WHERE namespace = $ns AND expires > $now"]
                .With("$ns", ns.Value)
                .With("$now", clock.GetUtcNow())
                .ExecuteNonQuery() > 0,
            cancellationToken);

    private Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, string condition, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(
            statements => IndexRows.Read(statements[
                    $"""
                    {IndexRows.Select}
                    WHERE namespace IN (SELECT value FROM json_each($all)) AND {condition}
                    """]
                .With("$all", JsonText.Array(namespaces.Select(ns => ns.Value)))
                .With("$now", clock.GetUtcNow())).ToDictionary(entry => entry.Namespace),
            new Dictionary<IndexNamespace, IndexEntry>(),
            cancellationToken);

    /// <summary>
    /// The range of names that start with a prefix: '/' follows '.', and '~' is the last character of a name.
    /// </summary>
    private SqliteCommand Below(SqliteCommand query, IndexNamespace? below) => query
        .With("$from", below is { } ns ? $"{ns.Value}." : string.Empty)
        .With("$to", below is { } same ? $"{same.Value}/" : "\x7f")
        .With("$length", below is { } prefix ? prefix.Value.Length + 1L : 0L)
        .With("$now", clock.GetUtcNow());
}
