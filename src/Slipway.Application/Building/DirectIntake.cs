using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>
/// Takes an image into the store out of the engine's own storage: only the layers that the store lacks are read.
/// </summary>
internal static class DirectIntake
{
    /// <returns>Null when it cannot be had like this: then the engine saves it.</returns>
    public static async Task<PutResult?> TryPutAsync(
        IEngineLayers layers,
        IImageStore store,
        EngineImageLayers image,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var present = await store.FindLayersAsync(image.DiffIds, cancellationToken);
        try
        {
            return await StreamPipe.RunAsync(
                (archive, token) => WriteAsync(layers, image, present.Keys.ToHashSet(), archive, token),
                (archive, token) => store.PutAsync(archive, image, progress, token),
                cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
        catch (SlipwayException failure) when (failure.Diagnostics[0].Code == ArchiveCodes.Damaged)
        {
            // The engine changed something meanwhile, or a layer of the store was collected.
            return null;
        }
    }

    private static async Task WriteAsync(
        IEngineLayers layers,
        EngineImageLayers image,
        HashSet<DiffId> present,
        Stream destination,
        CancellationToken cancellationToken)
    {
        var writer = new ArchiveWriter(destination, null);
        string config = $"{image.ImageHash}.json";
        await writer.FileAsync(config, layers.Config, cancellationToken);
        var written = new HashSet<DiffId>();
        for (int i = 0; i < image.DiffIds.Length; i++)
        {
            if (!written.Add(image.DiffIds[i]))
            {
                continue;
            }

            // Of what is stored only the name is needed.
            bool isPresent = present.Contains(image.DiffIds[i]);
            long size = isPresent ? 0 : await layers.MeasureAsync(i, cancellationToken);
            await writer.BeginFileAsync(NameOf(image.DiffIds[i]), size, cancellationToken);
            if (!isPresent)
            {
                await layers.WriteAsync(i, new ArchiveFileStream(writer), cancellationToken);
            }

            await writer.EndFileAsync(cancellationToken);
        }

        await writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(config, [], image.DiffIds.Select(NameOf)),
            cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private static string NameOf(DiffId layer) => $"{layer}.tar";

    /// <summary>The content of the file that an archive's writer has begun.</summary>
    private sealed class ArchiveFileStream(ArchiveWriter writer) : SinkStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            writer.WriteAsync(buffer, cancellationToken);
    }
}
