using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Errors;
using Slipway.Store.Files;

namespace Slipway.Store.Images;

/// <summary>What the database says of images and layers, held against the blobs that are there.</summary>
internal sealed class StoredRows(StoreFolder folder, StoreDatabase database, BlobFolder blobs)
{
    public async Task<ImageRow> RequireRowAsync(StoredImage image, CancellationToken cancellationToken) =>
        await FindRowAsync(image.ImageHash, cancellationToken)
        ?? throw StoreErrors.BlobDamaged(
            image.ImageHash.Sha256, blobs.PathOf(image.ImageHash.Sha256), "is no longer an image's");

    public Task<ImageRow?> FindRowAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        database.ReadAsync(statements => ImageTables.FindImage(statements, imageHash), null, cancellationToken);

    public byte[] ReadConfig(ImageRow row)
    {
        if (blobs.ReadSmall(row.ImageHash.Sha256, row.ConfigSize) is { } config
            && ImageHash.Of(config) == row.ImageHash)
        {
            return config;
        }

        Forget(statements => ImageTables.ForgetImage(statements, row.ImageHash));
        throw StoreErrors.BlobDamaged(
            row.ImageHash.Sha256, blobs.PathOf(row.ImageHash.Sha256), "is missing or damaged");
    }

    /// <summary>
    /// Makes the store not count on what is damaged any more, so that the next build stores it anew: as long as there
    /// is a row it would be taken for sound, and stay damaged for good.
    /// </summary>
    public void Forget(Action<Statements> delete)
    {
        if (folder.IsReadOnly)
        {
            return;
        }

        try
        {
            database.Write(Durability.Full, statements =>
            {
                delete(statements);
                return true;
            });
        }
        catch (SlipwayException)
        {
            // The damage itself is what has to be reported.
        }
    }

    /// <summary>Those of some layers whose blobs are there.</summary>
    public async Task<Dictionary<DiffId, StoredLayer>> FindLayersAsync(
        IEnumerable<DiffId> diffIds, CancellationToken cancellationToken)
    {
        var known = await database.ReadAsync(
            statements => ImageTables.FindLayers(statements, diffIds), [], cancellationToken);
        return known.Values.Where(layer => blobs.Has(layer.Blob, layer.BlobSize)).ToDictionary(layer => layer.DiffId);
    }
}
