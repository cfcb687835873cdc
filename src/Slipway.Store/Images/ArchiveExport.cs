using System.Buffers;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Store.Blobs;
using Slipway.Store.Errors;

namespace Slipway.Store.Images;

/// <summary>Writes an image as a docker-archive, verifying everything on the way.</summary>
/// <remarks>
/// https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format.
/// <c>manifest.json</c> comes last, so that an archive that was given up on the way is none for any reader.
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
        await writer.FileAsync(ConfigName, config, cancellationToken);
        // A layer that is above and below the line is needed above it.
        foreach (var layer in image.Layers.Skip(skipLayers).DistinctBy(layer => layer.DiffId))
        {
            try
            {
                await WriteLayerAsync(layer, cancellationToken);
            }
            catch (SlipwayException exception)
                when (exception.Diagnostics[0].Code == StoreCodes.BlobDamaged)
            {
                damaged(layer);
                throw;
            }
        }

        var sorted = tags.Order(StringComparer.Ordinal).ToList();
        await writer.FileAsync(
            "manifest.json",
            ArchiveDocuments.Manifest(ConfigName, sorted, image.Layers.Select(LayerName)),
            cancellationToken);
        string top = image.Layers.IsEmpty ? image.ImageHash.ToString() : image.Layers[^1].DiffId.ToString();
        await writer.FileAsync("repositories", ArchiveDocuments.Repositories(sorted, top), cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private string ConfigName => $"{image.ImageHash}.json";

    private static string LayerName(StoredLayer layer) => $"{layer.DiffId}.tar";

    private async Task WriteLayerAsync(StoredLayer layer, CancellationToken cancellationToken)
    {
        using var content = new VerifiedLayer(blobs, layer);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await writer.BeginFileAsync(LayerName(layer), layer.Size, cancellationToken);
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
