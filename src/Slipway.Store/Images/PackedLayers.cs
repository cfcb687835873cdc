using System.Globalization;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Store.Database;
using Slipway.Store.Secrets;

namespace Slipway.Store.Images;

/// <summary>
/// Remembers what layers became when they were packed, so that a registry can be asked for them
/// before they are packed again.
/// </summary>
internal static class PackedLayers
{
    private const string Purpose = "packed-layer";

    public static OciDescriptor? Find(Statements statements, RowSeals seals, DiffId diffId, string mediaType)
    {
        // What is published by it is what it says, so only what this store wrote down itself counts.
        using var reader = statements[
            "SELECT digest, size, seal FROM packed_layers WHERE diff_id = $diff_id AND media_type = $media_type"]
            .With("$diff_id", diffId)
            .With("$media_type", mediaType)
            .ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var packed = new OciDescriptor(mediaType, reader.GetSha256(0), reader.GetInt64(1));
        return seals.IsIntact(reader.GetValue(2) as byte[], Purpose, ValuesOf(diffId, packed)) ? packed : null;
    }

    public static int Save(Statements statements, RowSeals seals, DiffId diffId, OciDescriptor packed) =>
        statements[
            """
            INSERT OR REPLACE INTO packed_layers (diff_id, media_type, digest, size, seal)
            VALUES ($diff_id, $media_type, $digest, $size, $seal)
            """]
            .With("$diff_id", diffId)
            .With("$media_type", packed.MediaType)
            .With("$digest", packed.Digest)
            .With("$size", packed.Size)
            .With("$seal", seals.Make(Purpose, ValuesOf(diffId, packed)))
            .ExecuteNonQuery();

    private static string?[] ValuesOf(DiffId diffId, OciDescriptor packed) =>
    [
        diffId.ToString(), packed.MediaType, packed.Digest.ToString(),
        packed.Size.ToString(CultureInfo.InvariantCulture),
    ];
}
