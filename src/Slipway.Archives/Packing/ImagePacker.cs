using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Model.Storage;

namespace Slipway.Archives.Packing;

/// <summary>Makes <c>image.tar.zst</c> of what an engine saves. Needs no store.</summary>
public sealed class ImagePacker : IImagePacker
{
    // As much as a store takes in: StoreOptions.
    private const long Layer = 64L << 30;
    private const long Whole = 256L << 30;

    public async Task<PackedImage> PackAsync(
        Stream saved,
        EngineImageLayers expected,
        string tag,
        int level,
        Stream destination,
        Stream? plain,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var limits = new ArchiveLimits(Layer, Whole, Whole);
        await using var hashing = new HashingStream(destination);
        long archiveSize;
        await using (var compressor = LayerCompression.CompressArchive(hashing, level))
        {
            await using var tee = new TeeStream(compressor, plain);
            var writer = new ArchiveWriter(tee, null);
            await new ArchiveRepacking(new ArchiveReader(saved, limits, progress), expected, writer, limits)
                .RunAsync(tag, cancellationToken);
            archiveSize = writer.BytesWritten;
        }

        await destination.FlushAsync(cancellationToken);
        return new PackedImage(hashing.FinishHash(), hashing.BytesWritten, archiveSize);
    }
}
