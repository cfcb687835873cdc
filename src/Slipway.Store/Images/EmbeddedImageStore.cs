using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Builds;
using Slipway.Store.Database;
using Slipway.Store.Errors;
using Slipway.Store.Files;
using Slipway.Store.Secrets;
using Slipway.Store.Settings;

namespace Slipway.Store.Images;

/// <summary>Images as an OCI image layout on disk, with rows in the database that say what is there.</summary>
internal sealed class EmbeddedImageStore(
    StoreFolder folder,
    StoreDatabase database,
    BlobFolder blobs,
    OciLayout layout,
    FingerprintTable fingerprints,
    StoreOptions options) : IImageStore
{
    public async Task<StoredImage?> FindAsync(Sha256Digest imageHash, CancellationToken cancellationToken)
    {
        var row = await FindRowAsync(imageHash, cancellationToken);
        // A look at the files' sizes costs microseconds, and an image that cannot be loaded is better built again.
        return row is not null
            && blobs.Has(row.ImageHash, row.ConfigSize)
            && blobs.Has(row.Manifest, row.ManifestSize)
            && row.Layers.All(layer => blobs.Has(layer.Blob, layer.BlobSize))
                ? row.ToImage()
                : null;
    }

    public async Task<PutResult> PutAsync(
        Stream archive, EngineImageLayers expected, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var present = await FindLayersAsync(expected.DiffIds, cancellationToken);
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

    public Task RefuseAsync(IEnumerable<SecretValue> values, CancellationToken cancellationToken) =>
        fingerprints.AddAsync(values, options.TimeProvider.GetUtcNow(), cancellationToken);

    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        await FetchAsync(image, null, cancellationToken) is not null;

    public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        database.ReadAsync(
            statements => BuildFacts.Of(BuildRows.Find(statements, image.Build)), BuildFacts.NoImage, cancellationToken);

    public async Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var hash = image.ImageHash ?? await database.ReadAsync(
            statements => ImageTables.FindTaken(statements, image.Build), null, cancellationToken);
        return hash is { } known ? await FindAsync(known, cancellationToken) : null;
    }

    public async Task<PutResult> PutForeignAsync(
        BuildId build, Stream archive, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var expansion = NewExpansion();
        await using var tar = await CompressedArchive.OpenAsync(archive, expansion, cancellationToken);
        var present = new Dictionary<Sha256Digest, StoredLayer>();
        await using var intake = new ForeignArchiveIntake(
            new ArchiveReader(tar, Limits, progress), IsStoredAsync, blobs, Limits, expansion);
        EngineImageLayers image;
        try
        {
            image = await intake.RunAsync(cancellationToken);
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            // No engine of this machine wrote it.
            throw new SlipwayException(
                failure.Diagnostics[0] with
                {
                    Message = $"What {build} made cannot be taken: {failure.Diagnostics[0].Message}",
                    Remedy = "Try again; when it happens again, build the image anew.",
                },
                failure);
        }

        return await SaveAsync(image, intake.Config, intake.Taken, searched: 0, present, build, cancellationToken);

        async Task<bool> IsStoredAsync(Sha256Digest diffId, CancellationToken token)
        {
            foreach (var layer in (await FindLayersAsync([diffId], token)).Values)
            {
                present[layer.DiffId] = layer;
            }

            return present.ContainsKey(diffId);
        }
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
            Forget(statements => ImageTables.ForgetLayer(statements, layer));
            throw;
        }
    }

    private static bool IsTheArchives(DiagnosticCode code) =>
        code == ArchiveCodes.Damaged || code == ArchiveCodes.Refused || code == ArchiveCodes.TooLarge;

    private Expansion NewExpansion() => new(options.Expansion, ArchiveErrors.Expands);

    private ArchiveLimits Limits => new(
        options.MaximumLayerSize, options.MaximumExpandedSize, options.MaximumArchiveSize);

    /// <summary>Those of some layers whose blobs are there.</summary>
    private async Task<Dictionary<Sha256Digest, StoredLayer>> FindLayersAsync(
        IEnumerable<Sha256Digest> diffIds, CancellationToken cancellationToken)
    {
        var known = await database.ReadAsync(
            statements => ImageTables.FindLayers(statements, diffIds), [], cancellationToken);
        return known.Values.Where(layer => blobs.Has(layer.Blob, layer.BlobSize)).ToDictionary(layer => layer.DiffId);
    }

    /// <summary>Publishes what was read of an archive: first the blobs, then the rows.</summary>
    private async Task<PutResult> SaveAsync(
        EngineImageLayers image,
        byte[] config,
        IReadOnlyCollection<LayerIntake> taken,
        long searched,
        Dictionary<Sha256Digest, StoredLayer> present,
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
        var manifest = OciDocuments.Manifest(image.ImageHash, config.Length, layers);
        var row = new ImageRow(
            image.ImageHash, config.Length, Sha256Digest.Of(manifest), manifest.Length, [.. layers]);
        long added = finished.Sum(blob => blob.Size)
            + blobs.PutSmall(row.ImageHash, config)
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

    public async Task<StoredImage> PutConfigAsync(
        StoredImage image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var row = await RequireRowAsync(image, cancellationToken);
        byte[] bytes = config.ToArray();
        var result = await SaveAsync(
            new EngineImageLayers(Sha256Digest.Of(bytes), image.DiffIds),
            bytes,
            [],
            searched: 0,
            row.Layers.DistinctBy(layer => layer.DiffId).ToDictionary(layer => layer.DiffId),
            build: null,
            cancellationToken);
        return result.Image;
    }

    public async Task NameAsync(
        ImageName name,
        Sha256Digest digest,
        StoredImage image,
        IndexScope scope,
        CancellationToken cancellationToken) =>
        await layout.RefreshAsync(
            statements => ImageTables.SaveName(statements, name, digest, image.ImageHash, scope.Level?.Value ?? 0),
            cancellationToken);

    public async Task WriteArchiveAsync(
        StoredImage image,
        IReadOnlyCollection<string> tags,
        int skipLayers,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skipLayers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skipLayers, image.DiffIds.Length);
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var row = await RequireRowAsync(image, cancellationToken);
        await new ArchiveExport(blobs, row, ReadConfig(row), new ArchiveWriter(destination, progress))
            .WriteAsync(
                tags,
                skipLayers,
                layer => Forget(statements => ImageTables.ForgetLayer(statements, layer)),
                cancellationToken);
    }

    public async Task<ReadOnlyMemory<byte>> ReadConfigAsync(StoredImage image, CancellationToken cancellationToken) =>
        ReadConfig(await RequireRowAsync(image, cancellationToken));

    public Task<OciDescriptor?> FindPackedAsync(
        Sha256Digest diffId, LayerFormat format, CancellationToken cancellationToken) =>
        database.ReadAsync(
            statements => PackedLayers.Find(statements, diffId, LayerPacker.MediaTypeOf(format)), null, cancellationToken);

    public async Task<IPackedLayer> PackAsync(
        StoredImage image, Sha256Digest diffId, LayerFormat format, CancellationToken cancellationToken)
    {
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var row = await RequireRowAsync(image, cancellationToken);
        var layer = row.Layers.First(candidate => candidate.DiffId == diffId);
        var packed = await Task.Run(
            () => new LayerPacker(blobs).Pack(layer, format, cancellationToken), cancellationToken);
        try
        {
            await database.WriteAsync(
                Durability.Relaxed,
                statements => PackedLayers.Save(statements, diffId, packed.Descriptor),
                cancellationToken);
            return packed;
        }
        catch
        {
            packed.Dispose();
            throw;
        }
    }

    public async Task<Sha256Digest> PutBlobAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var digest = Sha256Digest.Of(content.Span);
        blobs.PutSmall(digest, content.Span);
        await database.WriteAsync(
            Durability.Full,
            statements => statements["INSERT OR IGNORE INTO small_blobs (digest, size) VALUES ($digest, $size)"]
                .With("$digest", digest)
                .With("$size", content.Length)
                .ExecuteNonQuery(),
            cancellationToken);
        return digest;
    }

    public async Task<byte[]?> GetBlobAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        long? size = await database.ReadAsync<long?>(
            statements => (long?)statements["SELECT size FROM small_blobs WHERE digest = $digest"]
                .With("$digest", digest)
                .ExecuteScalar(),
            null,
            cancellationToken);
        if (size is null || !File.Exists(blobs.PathOf(digest)))
        {
            return null;
        }

        var content = blobs.ReadSmall(digest, size.Value);
        return content is not null && Sha256Digest.Of(content) == digest
            ? content
            : throw StoreErrors.BlobDamaged(digest, blobs.PathOf(digest), "has other bytes than its digest says");
    }

    private async Task<ImageRow> RequireRowAsync(StoredImage image, CancellationToken cancellationToken) =>
        await FindRowAsync(image.ImageHash, cancellationToken)
        ?? throw StoreErrors.BlobDamaged(image.ImageHash, blobs.PathOf(image.ImageHash), "is no longer an image's");

    private Task<ImageRow?> FindRowAsync(Sha256Digest imageHash, CancellationToken cancellationToken) =>
        database.ReadAsync(statements => ImageTables.FindImage(statements, imageHash), null, cancellationToken);

    private byte[] ReadConfig(ImageRow row)
    {
        if (blobs.ReadSmall(row.ImageHash, row.ConfigSize) is { } config && Sha256Digest.Of(config) == row.ImageHash)
        {
            return config;
        }

        Forget(statements => ImageTables.ForgetImage(statements, row.ImageHash));
        throw StoreErrors.BlobDamaged(row.ImageHash, blobs.PathOf(row.ImageHash), "is missing or damaged");
    }

    /// <summary>
    /// Makes the store not count on what is damaged any more, so that the next build stores it anew: as long as there is a
    /// row it would be taken for sound, and stay damaged for good.
    /// </summary>
    private void Forget(Action<Statements> delete)
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
}
