using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Builds;
using Slipway.Store.Database;
using Slipway.Store.Indexing;

namespace Slipway.Store.Maintenance;

/// <summary>Reads what a policy decides on, in the transaction in which it is carried out.</summary>
internal sealed class StoreReading(Statements statements, BlobFolder blobs)
{
    public StoreContents Contents()
    {
        var images = Images();
        return new StoreContents(
            [
                .. BuildRows.ReadAll(
                        statements[
                                $"""
                                SELECT {BuildRows.Columns} FROM builds
                                WHERE result = $succeeded AND image_hash IS NOT NULL ORDER BY id
                                """]
                            .With("$succeeded", (int)BuildResult.Succeeded))
                    .Where(build => images.ContainsKey(build.ImageHash!.Value)),
            ],
            [.. IndexRows.Read(statements[$"{IndexRows.Select} ORDER BY namespace"])],
            images,
            ReadInputs);
    }

    private Dictionary<ImageHash, ImageContents> Images()
    {
        var layers = Layers();
        var images = new Dictionary<ImageHash, ImageContents>();
        using var reader = statements["SELECT image_hash, config_size, manifest, manifest_size, stored FROM images"]
            .ExecuteReader();
        while (reader.Read())
        {
            var image = reader.GetDigest<ImageHash>(0);
            var manifest = reader.GetSha256(2);
            images.Add(
                image,
                new ImageContents(
                    manifest,
                    reader.GetTime(4),
                    [
                        new GcBlob(manifest, reader.GetInt64(3)),
                        new GcBlob(image.Sha256, reader.GetInt64(1)),
                        .. layers[image].Distinct(),
                    ]));
        }

        return images;
    }

    private ILookup<ImageHash, GcBlob> Layers()
    {
        var layers = new List<(ImageHash Image, GcBlob Blob)>();
        using var reader = statements[
                """
                SELECT i.image_hash, l.blob, l.blob_size
                FROM image_layers i JOIN layers l ON l.diff_id = i.diff_id ORDER BY i.image_hash, i.position
                """]
            .ExecuteReader();
        while (reader.Read())
        {
            layers.Add((reader.GetDigest<ImageHash>(0), new GcBlob(reader.GetSha256(1), reader.GetInt64(2))));
        }

        return layers.ToLookup(layer => layer.Image, layer => layer.Blob);
    }

    private byte[]? ReadInputs(Sha256Digest digest)
    {
        long? size = (long?)statements["SELECT size FROM small_blobs WHERE digest = $digest"]
            .With("$digest", digest)
            .ExecuteScalar();
        return size is { } known
            && blobs.ReadSmall(digest, known) is { } content
            && Sha256Digest.Of(content) == digest
                ? content
                : null;
    }
}
