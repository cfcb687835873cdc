using Microsoft.Data.Sqlite;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Digests;

/// <summary>The rows of the hash cache.</summary>
internal static class DigestTable
{
    private const int DaysKept = 90;

    private const string Columns = "path, device, inode, size, mtime, ctime, digest, seen";

    public static void LoadBelow(Statements statements, string prefix, Action<string, CachedFile> found)
    {
        using var reader = statements[$"SELECT {Columns} FROM file_hashes WHERE path >= $from AND path < $to"]
            .With("$from", prefix)
            // '0' is the character after '/', so this is the end of everything below the folder.
            .With("$to", string.Concat(prefix.AsSpan(0, prefix.Length - 1), "0"))
            .ExecuteReader();
        Read(reader, found);
    }

    public static void Load(Statements statements, IEnumerable<string> paths, Action<string, CachedFile> found)
    {
        var command = statements[$"SELECT {Columns} FROM file_hashes WHERE path = $path"];
        foreach (string path in paths)
        {
            using var reader = command.With("$path", path).ExecuteReader();
            Read(reader, found);
        }
    }

    private static void Read(SqliteDataReader reader, Action<string, CachedFile> found)
    {
        var digest = new byte[Sha256Digest.Size];
        while (reader.Read())
        {
            var stamp = new FileStamp(
                unchecked((ulong)reader.GetInt64(1)),
                unchecked((ulong)reader.GetInt64(2)),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5));
            if (reader.GetBytes(6, 0, digest, 0, digest.Length) == digest.Length)
            {
                found(reader.GetString(0), new CachedFile(stamp, new Sha256Digest(digest), reader.GetInt32(7)));
            }
        }
    }

    public static (Sha256Digest Result, int Seen)? FindDerived(Statements statements, Sha256Digest recipe)
    {
        using var reader = statements["SELECT result, seen FROM derived_hashes WHERE recipe = $recipe"]
            .With("$recipe", recipe)
            .ExecuteReader();
        return reader.Read() ? (reader.GetSha256(0), reader.GetInt32(1)) : null;
    }

    public static void Save(
        Statements statements,
        IEnumerable<KeyValuePair<string, CachedFile>> files,
        IEnumerable<KeyValuePair<Sha256Digest, Sha256Digest>> derived,
        int today)
    {
        var insertFile = statements[
            """
            INSERT OR REPLACE INTO file_hashes (path, device, inode, size, mtime, ctime, digest, seen)
            VALUES ($path, $device, $inode, $size, $mtime, $ctime, $digest, $seen)
            """];
        foreach (var (path, file) in files)
        {
            insertFile
                .With("$path", path)
                .With("$device", unchecked((long)file.Stamp.Device))
                .With("$inode", unchecked((long)file.Stamp.Inode))
                .With("$size", file.Stamp.Size)
                .With("$mtime", file.Stamp.ModifiedNanoseconds)
                .With("$ctime", file.Stamp.ChangedNanoseconds)
                .With("$digest", file.Digest)
                .With("$seen", file.Seen)
                .ExecuteNonQuery();
        }

        var insertDerived = statements[
            "INSERT OR REPLACE INTO derived_hashes (recipe, result, seen) VALUES ($recipe, $result, $seen)"];
        foreach (var (recipe, result) in derived)
        {
            insertDerived.With("$recipe", recipe).With("$result", result).With("$seen", today).ExecuteNonQuery();
        }
    }

    /// <summary>
    /// Drops what nobody asked for in a long time; looks once a day, because it reads the whole table.
    /// </summary>
    public static void ForgetUnseen(Statements statements, int today)
    {
        if (statements.Number("SELECT value FROM facts WHERE name = 'hashes pruned'") == today)
        {
            return;
        }

        statements["DELETE FROM file_hashes WHERE seen < $day"].With("$day", today - DaysKept).ExecuteNonQuery();
        statements["DELETE FROM derived_hashes WHERE seen < $day"].With("$day", today - DaysKept).ExecuteNonQuery();
        statements["INSERT OR REPLACE INTO facts (name, value) VALUES ('hashes pruned', $day)"]
            .With("$day", today)
            .ExecuteNonQuery();
    }
}

/// <summary>A remembered hash of a file's content.</summary>
/// <param name="Stamp">What the file looked like when it was hashed.</param>
/// <param name="Digest">SHA-256 of its content.</param>
/// <param name="Seen">The day (since 0001-01-01, UTC) on which it was last asked for, give or take a week.</param>
internal sealed record CachedFile(FileStamp Stamp, Sha256Digest Digest, int Seen);
