using Microsoft.Data.Sqlite;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Builds;
using Slipway.Store.Database;

namespace Slipway.Store.Maintenance;

/// <summary>Finds out from the database what is in use and what is not.</summary>
internal sealed class GcReferences
{
    private GcReferences()
    {
    }

    public List<IndexNamespace> DeadEntries { get; } = [];

    public List<ImageHash> DeadImages { get; } = [];

    public List<BuildId> DeadBuilds { get; } = [];

    /// <summary>The blobs that are in use.</summary>
    public HashSet<Sha256Digest> Blobs { get; } = [];

    /// <summary>The builds whose logs are kept.</summary>
    public HashSet<BuildId> Builds { get; } = [];

    /// <param name="statements">The database.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="now">The moment.</param>
    /// <param name="agreed">Nothing but this may be called dead; null for whatever is.</param>
    /// <param name="reading">Reads what the policy decides on.</param>
    public static GcReferences Find(
        Statements statements, GcOptions options, DateTimeOffset now, GcPlan? agreed, StoreReading reading)
    {
        var found = new GcReferences();
        var contents = options.Retention is null ? null : reading.Contents();
        var decision = contents is null ? null : options.Retention!.Decide(contents);
        HashSet<BuildId> liveBuilds = [.. decision?.Kept ?? new HashSet<BuildId>()];
        var liveImages = (contents?.Builds ?? [])
            .Where(build => liveBuilds.Contains(build.Id))
            .Select(build => build.ImageHash!.Value)
            .ToHashSet();
        var mayGo = agreed?.Entries.ToHashSet();
        Each(statements["SELECT namespace, build, expires, data FROM index_entries ORDER BY namespace"], row =>
        {
            var entry = new IndexEntry(
                IndexNamespace.Parse(row.GetString(0)),
                BuildId.Parse(row.GetString(1)),
                0,
                row.GetTime(2),
                JsonText.ParseObject(row.GetString(3)));
            bool goes = decision?.Removed.Contains(entry.Namespace) == true
                || (entry.Expires <= now && decision?.Kept.Contains(entry.Build) != true);
            if (goes && mayGo?.Contains(entry.Namespace) != false)
            {
                found.DeadEntries.Add(entry.Namespace);
                return;
            }

            liveBuilds.Add(entry.Build);
            if (entry.ImageHash is { } image)
            {
                liveImages.Add(image);
            }

            // In Slipway's own scheme the digest is that of the inputs manifest, a blob.
            if (entry.Digest is { } digest)
            {
                found.Blobs.Add(digest.Sha256);
            }
        });
        found.SortImages(statements, liveImages, now - options.KeepUnindexed, agreed?.Images.ToHashSet());
        found.SortBuilds(statements, liveBuilds, now - options.KeepBuilds);
        found.KeepStatements(statements);
        return found;
    }

    private static void Each(SqliteCommand query, Action<SqliteDataReader> row)
    {
        using var reader = query.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    private void SortImages(
        Statements statements,
        HashSet<ImageHash> indexed,
        DateTimeOffset youngerThan,
        HashSet<ImageHash>? candidates)
    {
        var kept = new HashSet<ImageHash>();
        Each(statements["SELECT image_hash, stored, manifest FROM images ORDER BY image_hash"], row =>
        {
            var image = row.GetDigest<ImageHash>(0);
            if (indexed.Contains(image) || row.GetTime(1) > youngerThan || candidates?.Contains(image) == false)
            {
                kept.Add(image);
                Blobs.Add(image.Sha256);
                Blobs.Add(row.GetSha256(2));
            }
            else
            {
                DeadImages.Add(image);
            }
        });
        Each(
            statements["SELECT i.image_hash, l.blob FROM image_layers i JOIN layers l ON l.diff_id = i.diff_id"],
            row =>
            {
                if (kept.Contains(row.GetDigest<ImageHash>(0)))
                {
                    Blobs.Add(row.GetSha256(1));
                }
            });
    }

    /// <summary>
    /// A statement goes with the last of its image, the builds of that, and what is built on it: a child needs what was
    /// said of a parent that is gone, or was never here.
    /// </summary>
    private void KeepStatements(Statements statements)
    {
        var dead = DeadImages.ToHashSet();
        var images = new HashSet<ImageHash>();
        Each(statements["SELECT image_hash FROM images"], row =>
        {
            if (row.GetDigest<ImageHash>(0) is var image && !dead.Contains(image))
            {
                images.Add(image);
            }
        });
        var parents = new List<ImageHash>();
        Each(statements["SELECT id, image_hash, parents FROM builds WHERE image_hash IS NOT NULL"], row =>
        {
            if (Builds.Contains(BuildId.Parse(row.GetString(0))))
            {
                images.Add(row.GetDigest<ImageHash>(1));
                parents.AddRange((BuildRows.Images(row.GetText(2)) ?? BuildRecord.NoExternals).Values);
            }
        });
        images.UnionWith(parents);
        // What is kept with an image is all that it is built on, so that one step is enough.
        var ancestors = new List<ImageHash>();
        Each(statements["SELECT image_hash, ancestor FROM image_ancestors"], row =>
        {
            if (images.Contains(row.GetDigest<ImageHash>(0)))
            {
                ancestors.Add(row.GetDigest<ImageHash>(1));
            }
        });
        images.UnionWith(ancestors);
        Each(statements["SELECT digest, image_hash FROM statements"], row =>
        {
            if (images.Contains(row.GetDigest<ImageHash>(1)))
            {
                Blobs.Add(row.GetSha256(0));
            }
        });
    }

    private void SortBuilds(Statements statements, HashSet<BuildId> indexed, DateTimeOffset youngerThan) =>
        Each(statements["SELECT id, started, inputs FROM builds ORDER BY id"], row =>
        {
            var id = BuildId.Parse(row.GetString(0));
            if (indexed.Contains(id) || row.GetTime(1) > youngerThan)
            {
                Builds.Add(id);
                Blobs.Add(row.GetSha256(2));
            }
            else
            {
                DeadBuilds.Add(id);
            }
        });
}
