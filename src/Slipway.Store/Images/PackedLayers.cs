using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Images;

/// <summary>
/// Remembers what layers became when they were packed, so that a registry can be asked for them
/// before they are packed again.
/// </summary>
internal static class PackedLayers
{
    public static OciDescriptor? Find(Statements statements, DiffId diffId, string mediaType)
    {
        using var reader = statements[
            "SELECT digest, size FROM packed_layers WHERE diff_id = $diff_id AND media_type = $media_type"]
            .With("$diff_id", diffId)
            .With("$media_type", mediaType)
            .ExecuteReader();
        return reader.Read() ? new OciDescriptor(mediaType, reader.GetSha256(0), reader.GetInt64(1)) : null;
    }

    public static int Save(Statements statements, DiffId diffId, OciDescriptor packed) =>
        statements[
            """
            INSERT OR REPLACE INTO packed_layers (diff_id, media_type, digest, size)
            VALUES ($diff_id, $media_type, $digest, $size)
            """]
            .With("$diff_id", diffId)
            .With("$media_type", packed.MediaType)
            .With("$digest", packed.Digest)
            .With("$size", packed.Size)
            .ExecuteNonQuery();
}
