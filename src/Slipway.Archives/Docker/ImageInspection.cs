using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>Says which image an archive holds, and keeps nothing of it.</summary>
public static class ImageInspection
{
    /// <summary>The image ID: SHA-256 of the config, all of whose layers are in the archive.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<ImageHash> HashAsync(
        Stream archive, ExpansionLimit expansion, CancellationToken cancellationToken) =>
        ImageHash.Of(await ReadAsync(archive, expansion, cancellationToken));

    /// <summary>The config of the image, all of whose layers are in the archive.</summary>
    /// <param name="archive">As engines, builders and skopeo write it, compressed or not; read to its end.</param>
    /// <param name="expansion">What compressed content may expand to.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">It is damaged, refused, or holds several images.</exception>
    public static async Task<byte[]> ReadAsync(
        Stream archive, ExpansionLimit expansion, CancellationToken cancellationToken)
    {
        var counted = new Expansion(expansion, ArchiveErrors.Expands);
        await using var tar = await CompressedArchive.OpenAsync(archive, counted, cancellationToken);
        var reader = new ArchiveReader(
            tar, new ArchiveLimits(long.MaxValue, long.MaxValue, long.MaxValue), progress: null);
        var files = new SavedFiles();
        var layers = new Dictionary<string, DiffId>(StringComparer.Ordinal);
        while (await reader.NextAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == ArchiveEntryKind.Link)
            {
                files.AddLink(entry);
            }
            else if (entry.Kind == ArchiveEntryKind.File)
            {
                if (await reader.PeekAsync(1, cancellationToken) is [(byte)'{' or (byte)'['])
                {
                    files.AddDocument(entry, await reader.ReadDocumentAsync(entry, cancellationToken));
                }
                else
                {
                    files.AddOther(entry);
                    if (!SavedNames.MayBeLayer(entry.Name))
                    {
                        continue;
                    }

                    layers[entry.Name] = await HashLayerAsync(reader, counted, cancellationToken);
                }
            }
        }

        var (image, list) = files.List();
        byte[] config = files.ConfigOf(image);
        files.Verify(image, list, config, layers);
        return config;
    }

    private static async Task<DiffId> HashLayerAsync(
        ArchiveReader reader, Expansion expansion, CancellationToken cancellationToken)
    {
        await using Stream layer = await LayerDecoder.TryOpenAsync(reader, expansion, cancellationToken)
            ?? (Stream)new ArchiveEntryStream(reader);
        return await LayerHash.OfAsync(layer, cancellationToken);
    }
}
