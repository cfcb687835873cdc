using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Sharing.Images;

/// <summary>An image of the registry that an engine reads without the store of this machine having it.</summary>
public sealed class RemoteImage
{
    private readonly IImageRegistry _registry;
    private readonly IImageStore _local;
    private readonly SharedImage _image;
    private readonly ReadOnlyMemory<byte> _config;
    private readonly ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> _layers;
    private readonly Func<IProgress<long>?, Task<StoredImage>> _take;

    internal RemoteImage(
        IImageRegistry registry,
        IImageStore local,
        SharedImage image,
        ReadOnlyMemory<byte> config,
        ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> layers,
        Func<IProgress<long>?, Task<StoredImage>> take) =>
        (_registry, _local, _image, _config, _layers, _take) = (registry, local, image, config, layers, take);

    /// <summary>What it is called by its content, for engines that fetch it themselves.</summary>
    public ImageReference Reference => _image.Reference;

    /// <summary>The image as an engine has to have it.</summary>
    public EngineImageLayers Expected =>
        new(new ImageHash(_image.Manifest.Config.Digest), [.. _layers.Select(layer => layer.DiffId)]);

    /// <summary>The image as the store would have it, as far as that is known without fetching it.</summary>
    public StoredImage Described => new(
        Expected.ImageHash,
        _image.Manifest.Descriptor.Digest,
        Expected.DiffIds,
        _layers.Sum(layer => layer.Blob.Size),
        0);

    /// <summary>
    /// Writes an archive without the lowest layers, fetching only what neither the reader nor the store has. When the
    /// reader has nothing the whole image is fetched into the store first, which the next one who asks will find there.
    /// </summary>
    /// <param name="skipLayers">How many layers the reader has.</param>
    /// <param name="asLayout">Whether the reader takes an archive that lacks layers as an OCI layout only. The store
    /// writes one: it knows the size of every layer, also of those that are left out.</param>
    public async Task WriteArchiveAsync(
        int skipLayers,
        bool asLayout,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        // Engines do not expand zstd within an archive as early as they do in a registry.
        if (skipLayers == 0
            || asLayout
            || _layers.Any(layer => layer.Blob.MediaType == OciMediaTypes.LayerZstd))
        {
            var stored = await _take(progress);
            await _local.WriteArchiveAsync(stored, [], skipLayers, destination, null, cancellationToken);
            return;
        }

        // A layer that is above and below the line is needed above it.
        var needed = _layers.Skip(skipLayers).Select(layer => layer.DiffId).ToHashSet();
        var here = await _local.FindLayersAsync(needed, cancellationToken);
        await new SharedArchive(_registry, _image.Repository, progress).WriteAsync(
            _config,
            _layers,
            diffId =>
                !needed.Contains(diffId) ? new LayerOrigin.Nowhere()
                : here.TryGetValue(diffId, out long size) ? new LayerOrigin.Store(
                    size, (content, token) => _local.CopyLayerAsync(diffId, content, token))
                : new LayerOrigin.Registry(),
            destination,
            cancellationToken);
    }
}
