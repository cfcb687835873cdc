using System.Buffers;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Errors;

namespace Slipway.Store.Images;

/// <summary>Writes an image as a docker-archive, verifying everything on the way.</summary>
/// <remarks>
/// https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format.
/// <c>manifest.json</c> comes last, so that an archive that was given up on the way is none for any reader. One that
/// leaves layers out, which only engines get, is an OCI layout besides, for those that refuse such a docker-archive.
/// </remarks>
/// <param name="config">The image's config, verified.</param>
/// <param name="writer">Where to.</param>
internal sealed class ArchiveExport(
    BlobFolder blobs, ImageRow image, ReadOnlyMemory<byte> config, ArchiveWriter writer)
{
    private const int BufferSize = 256 << 10;

    /// <param name="tags">Full tags.</param>
    /// <param name="skipLayers">How many of the lowest layers are left out.</param>
    /// <param name="damaged">Called with the layer that turned out to be damaged,
    /// before the exception is thrown.</param>
    public async Task WriteAsync(
        IReadOnlyCollection<string> tags,
        int skipLayers,
        Action<StoredLayer> damaged,
        CancellationToken cancellationToken)
    {
        bool isPartial = skipLayers > 0;
        string configName = isPartial ? LayoutDocuments.PathOf(image.ImageHash.Sha256) : $"{image.ImageHash}.json";
        Func<StoredLayer, string> nameOf = isPartial
            ? static layer => LayoutDocuments.PathOf(layer.DiffId.Sha256)
            : static layer => $"{layer.DiffId}.tar";
        await writer.FileAsync(configName, config, cancellationToken);
        // A layer that is above and below the line is needed above it.
        foreach (var layer in image.Layers.Skip(skipLayers).DistinctBy(layer => layer.DiffId))
        {
            try
            {
                await WriteLayerAsync(nameOf(layer), layer, cancellationToken);
            }
            catch (SlipwayException exception)
                when (exception.Diagnostics[0].Code == StoreCodes.BlobDamaged)
            {
                damaged(layer);
                throw;
            }
        }

        if (isPartial)
        {
            await WriteLayoutAsync(cancellationToken);
        }

        var sorted = tags.Order(StringComparer.Ordinal).ToList();
        await writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(configName, sorted, image.Layers.Select(nameOf)),
            cancellationToken);
        string top = image.Layers.IsEmpty ? image.ImageHash.ToString() : image.Layers[^1].DiffId.ToString();
        await writer.FileAsync("repositories", ArchiveDocuments.Repositories(sorted, top), cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private async Task WriteLayoutAsync(CancellationToken cancellationToken)
    {
        byte[] manifest = LayoutDocuments.Manifest(
            image.ImageHash, config.Length, image.Layers.Select(layer => (layer.DiffId, layer.Size)));
        await writer.FileAsync(LayoutDocuments.Marker, LayoutDocuments.MarkerContent, cancellationToken);
        await writer.FileAsync(LayoutDocuments.PathOf(Sha256Digest.Of(manifest)), manifest, cancellationToken);
        await writer.FileAsync(SavedNames.LayoutIndex, LayoutDocuments.Index(manifest), cancellationToken);
    }

    private async Task WriteLayerAsync(string name, StoredLayer layer, CancellationToken cancellationToken)
    {
        using var content = new VerifiedLayer(blobs, layer);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await writer.BeginFileAsync(name, layer.Size, cancellationToken);
            int count;
            while ((count = content.Read(buffer)) > 0)
            {
                await writer.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            await writer.EndFileAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
