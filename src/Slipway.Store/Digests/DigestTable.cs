using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Digests;

/// <summary>The rows of the hash cache.</summary>
internal static class DigestTable
{
    private const int DaysKept = 90;

    /// <param name="statements">The database.</param>
    /// <param name="folder">The absolute path, with the slash at its end.</param>
    public static FolderHashes Load(Statements statements, string folder)
    {
        using var reader = statements["SELECT files FROM folder_hashes WHERE folder = $folder"]
            .With("$folder", folder)
            .ExecuteReader();
        return reader.Read() ? FolderHashes.Read(reader.GetFieldValue<byte[]>(0)) : FolderHashes.None;
    }

    public static (Sha256Digest Result, int Seen)? FindDerived(Statements statements, Sha256Digest recipe)
    {
        using var reader = statements["SELECT result, seen FROM derived_hashes WHERE recipe = $recipe"]
            .With("$recipe", recipe)
            .ExecuteReader();
        return reader.Read() ? (reader.GetSha256(0), reader.GetInt32(1)) : null;
    }

    /// <summary>Adds to what other processes have saved meanwhile.</summary>
    public static void Save(
        Statements statements,
        IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, CachedFile>>> folders,
        IEnumerable<KeyValuePair<Sha256Digest, Sha256Digest>> derived,
        int today)
    {
        var insertFolder = statements[
            "INSERT OR REPLACE INTO folder_hashes (folder, files, seen) VALUES ($folder, $files, $seen)"];
        foreach (var (folder, changed) in folders)
        {
            insertFolder
                .With("$folder", folder)
                .With("$files", Load(statements, folder).With(changed, today - DaysKept))
                .With("$seen", today)
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

        statements["DELETE FROM folder_hashes WHERE seen < $day"].With("$day", today - DaysKept).ExecuteNonQuery();
        statements["DELETE FROM derived_hashes WHERE seen < $day"].With("$day", today - DaysKept).ExecuteNonQuery();
        statements["INSERT OR REPLACE INTO facts (name, value) VALUES ('hashes pruned', $day)"]
            .With("$day", today)
            .ExecuteNonQuery();
    }
}
