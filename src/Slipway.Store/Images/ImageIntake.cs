using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Errors;
using Slipway.Store.Files;
using Slipway.Store.Secrets;
using Slipway.Store.Settings;

namespace Slipway.Store.Images;

/// <summary>
/// Takes images into the store: reads archives, keeps the layers that are new, and writes down what is there.
/// </summary>
internal sealed class ImageIntake(
    StoreFolder folder, StoreDatabase database, BlobFolder blobs, FingerprintTable fingerprints, StoreOptions options)
{
    private readonly StoredRows _rows = new(folder, database, blobs);

    public async Task<PutResult> PutAsync(
        Stream archive, EngineImageLayers expected, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var present = await _rows.FindLayersAsync(expected.DiffIds, cancellationToken);
        var expansion = NewExpansion();
        var search = await fingerprints.BeginSearchAsync(cancellationToken);
        await using var import = new EngineArchiveIntake(
            new ArchiveReader(expansion.Taking(archive), Limits, progress),
            expected,
            present.Keys.ToHashSet(),
            blobs,
            Limits,
            expansion,
            search);
        await import.RunAsync(cancellationToken);
        if (search is not null)
        {
            foreach (var layer in present.Values.Where(layer => layer.Searched < search.Newest).ToList())
            {
                await Task.Run(() => SearchStored(layer, search, cancellationToken), cancellationToken);
                present[layer.DiffId] = layer with { Searched = search.Newest };
            }

            search.ThrowIfFound(import.Config);
        }

        return await SaveAsync(
            expected, import.Config, import.Taken, search?.Newest ?? 0, present, build: null, cancellationToken);
    }

    public async Task<PutResult> PutForeignAsync(
        BuildId build,
        Stream archive,
        Passage? passage,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var expansion = NewExpansion();
        await using var tar = await CompressedArchive.OpenAsync(archive, expansion, cancellationToken);
        var present = new Dictionary<DiffId, StoredLayer>();
        await using var intake = new ForeignArchiveIntake(
            new ArchiveReader(tar, Limits, progress),
            IsStoredAsync,
            blobs,
            Limits,
            expansion,
            passage?.Copy is { } copy ? new ArchiveCopy(copy) : null);
        var image = await intake.RunAsync(cancellationToken);
        passage?.Admit?.Invoke(image.ImageHash);
        var result = await SaveAsync(
            image, intake.Config, intake.Taken, searched: 0, present, build, cancellationToken);
        await intake.FinishCopyAsync(cancellationToken);
        return result;

        async Task<bool> IsStoredAsync(DiffId diffId, CancellationToken token)
        {
            foreach (var layer in (await _rows.FindLayersAsync([diffId], token)).Values)
            {
                present[layer.DiffId] = layer;
            }

            return present.ContainsKey(diffId);
        }
    }

    /// <summary>Publishes what was read of an archive: first the blobs, then the rows.</summary>
    public async Task<PutResult> SaveAsync(
        EngineImageLayers image,
        byte[] config,
        IReadOnlyCollection<LayerIntake> taken,
        long searched,
        Dictionary<DiffId, StoredLayer> present,
        BuildId? build,
        CancellationToken cancellationToken)
    {
        var finished = new List<FinishedBlob>();
        foreach (var layer in taken.Where(layer => image.DiffIds.Contains(layer.DiffId)))
        {
            var blob = await layer.Finished;
            finished.Add(blob);
            present[layer.DiffId] = new StoredLayer(layer.DiffId, blob.Digest, blob.Size, layer.Size, searched);
        }

        blobs.Publish(finished);
        var layers = image.DiffIds.Select(diffId => present[diffId]).ToList();
        var manifest = OciDocuments.Manifest(image.ImageHash.Sha256, config.Length, layers);
        var row = new ImageRow(
            image.ImageHash, config.Length, Sha256Digest.Of(manifest), manifest.Length, [.. layers]);
        long added = finished.Sum(blob => blob.Size)
            + blobs.PutSmall(row.ImageHash.Sha256, config)
            + blobs.PutSmall(row.Manifest, manifest);
        await database.WriteAsync(
            Durability.Full,
            statements =>
            {
                ImageTables.SaveImage(statements, row, options.TimeProvider.GetUtcNow());
                if (build is { } of)
                {
                    ImageTables.SaveTaken(statements, of, row.ImageHash);
                }

                return true;
            },
            cancellationToken);
        return new PutResult(row.ToImage(), finished.Count, added);
    }

    /// <summary>Looks into a layer that was stored before some value was known.</summary>
    private void SearchStored(StoredLayer layer, ImageSearch search, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new VerifiedLayer(blobs, layer);
            search.Read(content, cancellationToken);
        }
        catch (SlipwayException exception) when (exception.Diagnostics[0].Code == StoreCodes.BlobDamaged)
        {
            _rows.Forget(statements => ImageTables.ForgetLayer(statements, layer));
            throw;
        }
    }

    private Expansion NewExpansion() => new(options.Expansion, ArchiveErrors.Expands);

    private ArchiveLimits Limits => new(
        options.MaximumLayerSize, options.MaximumExpandedSize, options.MaximumArchiveSize);
}
