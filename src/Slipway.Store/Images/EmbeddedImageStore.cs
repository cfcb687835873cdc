using Slipway.Archives.Docker;
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
    RowSeals seals,
    StoreOptions options) : IImageStore
{
    private const int CopySize = 256 << 10;

    private readonly StoredRows _rows = new(folder, database, blobs);
    private readonly ImageIntake _intake = new(folder, database, blobs, fingerprints, options);

    public async Task<StoredImage?> FindAsync(ImageHash imageHash, CancellationToken cancellationToken)
    {
        var row = await _rows.FindRowAsync(imageHash, cancellationToken);
        // A look at the files' sizes costs microseconds, and an image that cannot be loaded is better built again.
        if (row is null
            || !blobs.Has(row.ImageHash.Sha256, row.ConfigSize)
            || !blobs.Has(row.Manifest, row.ManifestSize)
            || !row.Layers.All(layer => blobs.Has(layer.Blob, layer.BlobSize)))
        {
            return null;
        }

        // One whose rows were changed is said to be damaged, before anybody asks for the layers that they name.
        _rows.ReadConfig(row);
        return row.ToImage();
    }

    public Task<PutResult> PutAsync(
        Stream archive, EngineImageLayers expected, IProgress<long>? progress, CancellationToken cancellationToken) =>
        _intake.PutAsync(archive, expected, progress, cancellationToken);

    public Task<PutResult> PutForeignAsync(
        BuildId build,
        Stream archive,
        Passage? passage,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        _intake.PutForeignAsync(build, archive, passage, progress, cancellationToken);

    public Task RefuseAsync(IEnumerable<SecretValue> values, CancellationToken cancellationToken) =>
        fingerprints.AddAsync(values, options.TimeProvider.GetUtcNow(), cancellationToken);

    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        await FetchAsync(image, null, cancellationToken) is not null;

    public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        database.ReadAsync(
            statements => BuildFacts.Of(BuildRows.Find(statements, image.Build)),
            BuildFacts.NoImage,
            cancellationToken);

    public async Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var hash = image.ImageHash ?? await database.ReadAsync(
            statements => ImageTables.FindTaken(statements, image.Build), null, cancellationToken);
        return hash is { } known ? await FindAsync(known, cancellationToken) : null;
    }

    public async Task<StoredImage> PutConfigAsync(
        StoredImage image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var (row, _) = await _rows.RequireAsync(image, cancellationToken);
        byte[] bytes = config.ToArray();
        var result = await _intake.SaveAsync(
            new EngineImageLayers(ImageHash.Of(bytes), image.DiffIds),
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
        InputsDigest digest,
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
        var (row, config) = await _rows.RequireAsync(image, cancellationToken);
        // Decompressing and hashing run ahead of whoever takes the bytes.
        await StreamPipe.RunAsync(
            (ahead, token) => new ArchiveExport(blobs, row, config, new ArchiveWriter(ahead, progress)).WriteAsync(
                tags,
                skipLayers,
                layer => _rows.Forget(statements => ImageTables.ForgetLayer(statements, layer)),
                token),
            async (archive, token) =>
            {
                await archive.CopyToAsync(destination, CopySize, token);
                await destination.FlushAsync(token);
                return true;
            },
            cancellationToken);
    }

    public async Task VerifyAsync(StoredImage image, CancellationToken cancellationToken)
    {
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var (row, config) = await _rows.RequireAsync(image, cancellationToken);
        var manifest = Sha256Digest.Of(OciDocuments.Manifest(row.ImageHash.Sha256, config.Length, row.Layers));
        if (manifest != row.Manifest || manifest != image.ManifestDigest)
        {
            throw StoreErrors.BlobDamaged(
                row.Manifest, blobs.PathOf(row.Manifest), "lists other layers than its image");
        }

        foreach (var layer in row.Layers.Distinct())
        {
            await Task.Run(() => Read(layer, cancellationToken), cancellationToken);
        }
    }

    private void Read(StoredLayer layer, CancellationToken cancellationToken)
    {
        using var content = new VerifiedLayer(blobs, layer);
        byte[] buffer = new byte[CopySize];
        while (content.Read(buffer) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async Task<ReadOnlyMemory<byte>> ReadConfigAsync(StoredImage image, CancellationToken cancellationToken) =>
        (await _rows.RequireAsync(image, cancellationToken)).Config;

    public Task<OciDescriptor?> FindPackedAsync(
        DiffId diffId, LayerFormat format, CancellationToken cancellationToken) =>
        database.ReadAsync(
            statements => PackedLayers.Find(statements, seals, diffId, LayerPacker.MediaTypeOf(format)),
            null,
            cancellationToken);

    public async Task RememberPackedAsync(
        DiffId diffId, OciDescriptor packed, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        await database.WriteAsync(
            Durability.Relaxed, statements => PackedLayers.Save(statements, seals, diffId, packed), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<DiffId, long>> FindLayersAsync(
        IReadOnlyCollection<DiffId> diffIds, CancellationToken cancellationToken) =>
        (await _rows.FindLayersAsync(diffIds, cancellationToken))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Size);

    public async Task CopyLayerAsync(DiffId diffId, Stream destination, CancellationToken cancellationToken)
    {
        const int bufferSize = 128 << 10;
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var layer = (await _rows.FindLayersAsync([diffId], cancellationToken)).GetValueOrDefault(diffId)
            ?? throw StoreErrors.BlobDamaged(diffId.Sha256, folder.Paths.Blobs, "is no longer a layer's");
        using var content = new VerifiedLayer(blobs, layer);
        byte[] buffer = new byte[bufferSize];
        int count;
        while ((count = content.Read(buffer)) > 0)
        {
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    public async Task<IPackedLayer> PackAsync(
        StoredImage image, DiffId diffId, LayerFormat format, CancellationToken cancellationToken)
    {
        using var hold = await folder.HoldBlobsAsync(cancellationToken);
        var (row, _) = await _rows.RequireAsync(image, cancellationToken);
        var layer = row.Layers.First(candidate => candidate.DiffId == diffId);
        var packed = await Task.Run(
            () => new LayerPacker(blobs).Pack(layer, format, cancellationToken), cancellationToken);
        try
        {
            await database.WriteAsync(
                Durability.Relaxed,
                statements => PackedLayers.Save(statements, seals, diffId, packed.Descriptor),
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
}
