using System.Collections.Immutable;
using Slipway.Archives.Layers;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;

namespace Slipway.Store.Images;

/// <summary>The rows of images, layers and names.</summary>
internal static class ImageTables
{
    // The builds that made an image of a digest, with the most trust that one of them has. Of 0 is what a pull request
    // built.
    private const string JoinMakers =
        """
        JOIN (
            SELECT digest, image_hash, max(CASE WHEN pull_request IS NULL THEN level ELSE 0 END) AS trust
            FROM builds WHERE result = 0 AND image_hash IS NOT NULL GROUP BY digest, image_hash
        ) m ON m.digest = n.digest AND m.image_hash = n.image_hash
        """;

    /// <summary>An image with all its layers; null when it, or a row of a layer, is not there.</summary>
    public static ImageRow? FindImage(Statements statements, ImageHash imageHash)
    {
        long configSize, manifestSize;
        Sha256Digest manifest;
        using (
            var reader = statements["SELECT config_size, manifest, manifest_size FROM images WHERE image_hash = $image"]
                .With("$image", imageHash)
                .ExecuteReader())
        {
            if (!reader.Read())
            {
                return null;
            }

            (configSize, manifest, manifestSize) = (reader.GetInt64(0), reader.GetSha256(1), reader.GetInt64(2));
        }

        var layers = ImmutableArray.CreateBuilder<StoredLayer>();
        using (var reader = statements[
                   """
                   SELECT i.diff_id, l.blob, l.blob_size, l.size, l.searched
                   FROM image_layers i LEFT JOIN layers l ON l.diff_id = i.diff_id
                   WHERE i.image_hash = $image ORDER BY i.position
                   """]
                   .With("$image", imageHash)
                   .ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.IsDBNull(1))
                {
                    return null;
                }

                layers.Add(new StoredLayer(
                    reader.GetDigest<DiffId>(0),
                    reader.GetSha256(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4)));
            }
        }

        return new ImageRow(imageHash, configSize, manifest, manifestSize, layers.ToImmutable());
    }

    public static List<ImageHash> AllImages(Statements statements)
    {
        using var reader = statements["SELECT image_hash FROM images ORDER BY image_hash"].ExecuteReader();
        var images = new List<ImageHash>();
        while (reader.Read())
        {
            images.Add(reader.GetDigest<ImageHash>(0));
        }

        return images;
    }

    /// <summary>Those of the layers that the database knows.</summary>
    public static Dictionary<DiffId, StoredLayer> FindLayers(Statements statements, IEnumerable<DiffId> diffIds)
    {
        var found = new Dictionary<DiffId, StoredLayer>();
        foreach (var diffId in diffIds.Distinct())
        {
            using var reader = statements["SELECT blob, blob_size, size, searched FROM layers WHERE diff_id = $diff_id"]
                .With("$diff_id", diffId)
                .ExecuteReader();
            if (reader.Read())
            {
                found.Add(
                    diffId,
                    new StoredLayer(
                        diffId, reader.GetSha256(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
            }
        }

        return found;
    }

    public static void SaveImage(Statements statements, ImageRow image, DateTimeOffset stored)
    {
        foreach (var layer in image.Layers)
        {
            statements[
                """
                INSERT OR REPLACE INTO layers (diff_id, blob, media_type, blob_size, size, searched)
                VALUES ($diff_id, $blob, $media_type, $blob_size, $size, $searched)
                """]
                .With("$diff_id", layer.DiffId)
                .With("$blob", layer.Blob)
                .With("$media_type", LayerCompression.MediaType)
                .With("$blob_size", layer.BlobSize)
                .With("$size", layer.Size)
                .With("$searched", layer.Searched)
                .ExecuteNonQuery();
        }

        statements[
            """
            INSERT OR REPLACE INTO images (image_hash, config_size, manifest, manifest_size, stored)
            VALUES ($image, $config_size, $manifest, $manifest_size, $stored)
            """]
            .With("$image", image.ImageHash)
            .With("$config_size", image.ConfigSize)
            .With("$manifest", image.Manifest)
            .With("$manifest_size", image.ManifestSize)
            .With("$stored", stored)
            .ExecuteNonQuery();
        statements["DELETE FROM image_layers WHERE image_hash = $image"]
            .With("$image", image.ImageHash)
            .ExecuteNonQuery();
        for (int i = 0; i < image.Layers.Length; i++)
        {
            statements["INSERT INTO image_layers (image_hash, position, diff_id) VALUES ($image, $position, $diff_id)"]
                .With("$image", image.ImageHash)
                .With("$position", i)
                .With("$diff_id", image.Layers[i].DiffId)
                .ExecuteNonQuery();
        }
    }

    /// <summary>Names an image, unless the name was given with more trust to an image that is still there.</summary>
    public static void SaveName(
        Statements statements, ImageName name, InputsDigest digest, ImageHash imageHash, int trust) =>
        statements[
            """
            INSERT INTO image_names (name, digest, image_hash, trust) VALUES ($name, $digest, $image, $trust)
            ON CONFLICT (name, digest) DO UPDATE SET image_hash = excluded.image_hash, trust = excluded.trust
            WHERE excluded.trust >= trust
            """]
            .With("$name", name.Value)
            .With("$digest", digest)
            .With("$image", imageHash)
            .With("$trust", trust)
            .ExecuteNonQuery();

    /// <summary>
    /// The names under which other tools find the images, by name: those that a build gave its image.
    /// </summary>
    public static List<NamedManifest> AllNames(Statements statements)
    {
        using var reader = statements[
            $"""
            SELECT n.name, n.digest, i.manifest, i.manifest_size
            FROM image_names n JOIN images i ON i.image_hash = n.image_hash {JoinMakers} WHERE m.trust >= n.trust
            ORDER BY n.name, n.digest
            """].ExecuteReader();
        var names = new List<NamedManifest>();
        while (reader.Read())
        {
            names.Add(new NamedManifest(
                $"{reader.GetString(0)}:{reader.GetSha256(1)}", reader.GetSha256(2), reader.GetInt64(3)));
        }

        return names;
    }

    /// <summary>The names of images that no build made of that digest, and with as much trust.</summary>
    public static List<(string Name, InputsDigest Digest)> ForgedNames(Statements statements)
    {
        using var reader = statements[
            $"""
            SELECT n.name, n.digest FROM image_names n LEFT {JoinMakers} WHERE m.trust IS NULL OR m.trust < n.trust
            ORDER BY n.name, n.digest
            """].ExecuteReader();
        var names = new List<(string Name, InputsDigest Digest)>();
        while (reader.Read())
        {
            names.Add((reader.GetString(0), reader.GetDigest<InputsDigest>(1)));
        }

        return names;
    }

    public static void ForgetName(Statements statements, string name, InputsDigest digest) =>
        statements["DELETE FROM image_names WHERE name = $name AND digest = $digest"]
            .With("$name", name)
            .With("$digest", digest)
            .ExecuteNonQuery();

    /// <summary>Removes an image and its names; its layers may be others' too.</summary>
    public static void ForgetImage(Statements statements, ImageHash imageHash)
    {
        statements["DELETE FROM images WHERE image_hash = $image"].With("$image", imageHash).ExecuteNonQuery();
        statements["DELETE FROM image_layers WHERE image_hash = $image"].With("$image", imageHash).ExecuteNonQuery();
        statements["DELETE FROM image_names WHERE image_hash = $image"].With("$image", imageHash).ExecuteNonQuery();
        statements["DELETE FROM taken_images WHERE image_hash = $image"].With("$image", imageHash).ExecuteNonQuery();
    }

    /// <summary>The image that a build elsewhere made; null when it was never taken in.</summary>
    public static ImageHash? FindTaken(Statements statements, BuildId build)
    {
        using var reader = statements["SELECT image_hash FROM taken_images WHERE build = $build"]
            .With("$build", build.Value)
            .ExecuteReader();
        return reader.Read() ? reader.GetDigest<ImageHash>(0) : null;
    }

    public static void SaveTaken(Statements statements, BuildId build, ImageHash imageHash) =>
        statements["INSERT OR REPLACE INTO taken_images (build, image_hash) VALUES ($build, $image)"]
            .With("$build", build.Value)
            .With("$image", imageHash)
            .ExecuteNonQuery();

    public static void ForgetLayer(Statements statements, StoredLayer layer) =>
        statements["DELETE FROM layers WHERE diff_id = $diff_id AND blob = $blob"]
            .With("$diff_id", layer.DiffId)
            .With("$blob", layer.Blob)
            .ExecuteNonQuery();
}
