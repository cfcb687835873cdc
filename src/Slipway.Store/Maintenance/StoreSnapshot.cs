using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Store.Database;
using Slipway.Store.Images;
using Slipway.Store.Indexing;

namespace Slipway.Store.Maintenance;

/// <summary>What a store's database refers to, at one moment.</summary>
/// <param name="Images">The images; without a row when a row of a layer is not there.</param>
/// <param name="Names">The names of the images that have some.</param>
/// <param name="SmallBlobs">The small blobs with their sizes in bytes.</param>
/// <param name="Entries">The entries of the index, expired ones too.</param>
/// <param name="ForgedNames">The names that no build gave its image.</param>
/// <param name="LostStatements">Statements about images that are no small blob.</param>
internal sealed record StoreSnapshot(
    IReadOnlyList<(ImageHash ImageHash, ImageRow? Row)> Images,
    ILookup<ImageHash, string> Names,
    IReadOnlyList<(Sha256Digest Digest, long Size)> SmallBlobs,
    IReadOnlyList<IndexEntry> Entries,
    IReadOnlyList<(string Name, InputsDigest Digest)> ForgedNames,
    IReadOnlyList<Sha256Digest> LostStatements)
{
    private static ILookup<ImageHash, string> NoNames { get; } =
        Array.Empty<ImageHash>().ToLookup(image => image, image => image.ToString());

    /// <summary>A store in which nothing was ever written.</summary>
    public static StoreSnapshot Empty { get; } = new([], NoNames, [], [], [], []);

    /// <summary>Reads it; one transaction makes it one moment.</summary>
    public static StoreSnapshot Read(Statements statements) => new(
        [.. ImageTables.AllImages(statements).Select(image => (image, ImageTables.FindImage(statements, image)))],
        ReadNames(statements),
        ReadSmallBlobs(statements),
        IndexRows.Read(statements[$"{IndexRows.Select} ORDER BY namespace"]),
        ImageTables.ForgedNames(statements),
        ReadLostStatements(statements));

    private static ILookup<ImageHash, string> ReadNames(Statements statements)
    {
        using var reader = statements["SELECT DISTINCT image_hash, name FROM image_names ORDER BY name"]
            .ExecuteReader();
        var found = new List<(ImageHash ImageHash, string Name)>();
        while (reader.Read())
        {
            found.Add((reader.GetDigest<ImageHash>(0), reader.GetString(1)));
        }

        return found.ToLookup(pair => pair.ImageHash, pair => pair.Name);
    }

    private static List<Sha256Digest> ReadLostStatements(Statements statements)
    {
        using var reader = statements[
            "SELECT digest FROM statements WHERE digest NOT IN (SELECT digest FROM small_blobs) ORDER BY digest"]
            .ExecuteReader();
        var found = new List<Sha256Digest>();
        while (reader.Read())
        {
            found.Add(reader.GetSha256(0));
        }

        return found;
    }

    private static List<(Sha256Digest Digest, long Size)> ReadSmallBlobs(Statements statements)
    {
        using var reader = statements["SELECT digest, size FROM small_blobs ORDER BY digest"].ExecuteReader();
        var found = new List<(Sha256Digest Digest, long Size)>();
        while (reader.Read())
        {
            found.Add((reader.GetSha256(0), reader.GetInt64(1)));
        }

        return found;
    }
}
