using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Sharing.Placing;

/// <summary>Brings the blobs of images into repositories, sending only what the registry lacks.</summary>
/// <param name="registry">The registry.</param>
/// <param name="store">Has the images.</param>
/// <param name="known">Which layers the registry has.</param>
/// <param name="format">How layers are compressed that it lacks.</param>
public sealed class ImagePlacer(
    IImageRegistry registry, IImageStore store, KnownLayers known, LayerFormat format)
{
    private const int BlobsAtOnce = 3;

    /// <summary>Brings everything that a manifest of an image names into a repository.</summary>
    /// <param name="report">Called for everything that happens, from several threads.</param>
    public async Task<PlacedImage> PlaceAsync(
        RepositoryName repository,
        StoredImage image,
        Action<PlacementEvent> report,
        CancellationToken cancellationToken)
    {
        var placer = new BlobPlacer(registry, store, known, format, report);
        var diffIds = image.DiffIds.Distinct().ToArray();
        var layers = new (OciDescriptor Blob, BlobPlacement How)[diffIds.Length];
        await Parallel.ForAsync(
            0,
            diffIds.Length,
            new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => layers[i] = await placer.PlaceLayerAsync(repository, image, diffIds[i], token));

        var config = await store.ReadConfigAsync(image, cancellationToken);
        var configBlob = new OciDescriptor(OciMediaTypes.Config, image.ImageHash.Sha256, config.Length);
        var configHow = await placer.PlaceAsync(
            repository,
            configBlob,
            offset => new MemoryStream(config[(int)offset..].ToArray()),
            cancellationToken);

        var blobs = diffIds.Zip(layers, (diffId, layer) => (diffId, layer.Blob)).ToDictionary();
        known.Add(repository, blobs.Select(pair => (pair.Key, pair.Value)));
        return new PlacedImage(
            configBlob,
            [.. image.DiffIds.Select(diffId => blobs[diffId])],
            [(configBlob, configHow), .. layers]);
    }
}

/// <summary>What a manifest of an image names, all of it in the repository.</summary>
/// <param name="Config">The config.</param>
/// <param name="Layers">The layers, the lowest first; one that is there twice in the image is twice here.</param>
/// <param name="Placements">How each blob came there.</param>
public sealed record PlacedImage(
    OciDescriptor Config,
    ImmutableArray<OciDescriptor> Layers,
    ImmutableArray<(OciDescriptor Blob, BlobPlacement How)> Placements);
