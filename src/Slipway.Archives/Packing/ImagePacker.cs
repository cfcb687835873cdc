using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;

namespace Slipway.Archives.Packing;

/// <summary>
/// Makes of what an engine saves the file that tasks hand on: <c>image.tar.zst</c>. Needs no store.
/// </summary>
public static class ImagePacker
{
    // As much as a store takes in: StoreOptions.
    private const long Layer = 64L << 30;
    private const long Whole = 256L << 30;

    /// <summary>
    /// Streams an archive through, in constant memory: a docker-archive compressed with zstd that holds the one image
    /// under one tag, with <c>manifest.json</c> and the legacy <c>repositories</c>.
    /// </summary>
    /// <param name="saved">What the engine gives: read to its end. The layers are plain tars.</param>
    /// <param name="expected">The image and its layers as the engine described them.</param>
    /// <param name="tag">A full tag, such as <c>base:latest</c>.</param>
    /// <param name="level">zstd's level, 1 to 22. The same archive at the same level gives the same bytes on every
    /// machine.</param>
    /// <param name="destination">Gets the compressed file.</param>
    /// <param name="plain">Gets the archive without compression too; null for nobody.</param>
    /// <param name="progress">Bytes read from <paramref name="saved"/>, now and then.</param>
    /// <exception cref="SlipwayException">The archive is truncated or holds another image. What was written up
    /// to then must not be used.</exception>
    public static async Task<PackedImage> PackAsync(
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
