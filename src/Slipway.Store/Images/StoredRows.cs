using Slipway.Archives.Docker;
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
    /// <summary>An image that has to be there, and its config; its layers are those that the config lists.</summary>
    /// <exception cref="SlipwayException">It is gone, or damaged.</exception>
    public async Task<(ImageRow Row, byte[] Config)> RequireAsync(
        StoredImage image, CancellationToken cancellationToken) =>
        await FindRowAsync(image.ImageHash, cancellationToken) is { } row
            ? (row, ReadConfig(row))
            : throw StoreErrors.BlobDamaged(
                image.ImageHash.Sha256, blobs.PathOf(image.ImageHash.Sha256), "is no longer an image's");

    /// <summary>What the database says, held against nothing yet.</summary>
    public Task<ImageRow?> FindRowAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        database.ReadAsync(statements => ImageTables.FindImage(statements, imageHash), null, cancellationToken);

    /// <summary>The config of an image, which is what its digest says and lists the layers that the row has.</summary>
    /// <remarks>
    /// The image hash speaks for the config, the config for the layers, and nothing for the rows: so nobody reads the
    /// layers of a row that was not held against its config.
    /// </remarks>
    /// <exception cref="SlipwayException">The config is damaged, or the row has other layers.</exception>
    public byte[] ReadConfig(ImageRow row)
    {
        if (blobs.ReadSmall(row.ImageHash.Sha256, row.ConfigSize) is not { } config
            || ImageHash.Of(config) != row.ImageHash)
        {
            throw Damaged(row, "is missing or damaged");
        }

        return SavedDocuments.DiffIds(config).SequenceEqual(row.Layers.Select(layer => layer.DiffId))
            ? config
            : throw Damaged(row, "is the config of an image for which the database has other layers than it lists");
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

    private SlipwayException Damaged(ImageRow row, string what)
    {
        Forget(statements => ImageTables.ForgetImage(statements, row.ImageHash));
        return StoreErrors.BlobDamaged(row.ImageHash.Sha256, blobs.PathOf(row.ImageHash.Sha256), what);
    }
}
