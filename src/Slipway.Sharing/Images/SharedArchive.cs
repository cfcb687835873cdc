using System.Collections.Immutable;
using Slipway.Archives.Docker;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Images;

/// <summary>Writes an image of the registry as an archive, fetching the layers on the way.</summary>
/// <param name="registry">Has the layers.</param>
/// <param name="repository">Where.</param>
/// <param name="progress">Told how many bytes came.</param>
internal sealed class SharedArchive(IImageRegistry registry, RepositoryName repository, IProgress<long>? progress)
{
    private long _received;

    /// <param name="config">The bytes of the config.</param>
    /// <param name="layers">The layers, the lowest first.</param>
    /// <param name="isLeftOut">Whether the reader has a layer, so that the archive has only its name.</param>
    /// <param name="destination">Where to.</param>
    public async Task WriteAsync(
        ReadOnlyMemory<byte> config,
        ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> layers,
        Func<DiffId, bool> isLeftOut,
        Stream destination,
        CancellationToken cancellationToken)
    {
        var writer = new ArchiveWriter(destination, null);
        string configName = $"{Sha256Digest.Of(config.Span)}.json";
        await writer.FileAsync(configName, config, cancellationToken);
        foreach (var (diffId, blob) in layers.DistinctBy(layer => layer.DiffId))
        {
            if (isLeftOut(diffId))
            {
                await writer.FileAsync(NameOf(diffId), default, cancellationToken);
                continue;
            }

            await writer.BeginFileAsync(NameOf(diffId), blob.Size, cancellationToken);
            await using (var content = new EntryContent(writer))
            {
                await registry.CopyBlobAsync(
                    repository, blob, content, new Received(this), cancellationToken);
            }

            _received += blob.Size;
            await writer.EndFileAsync(cancellationToken);
        }

        await writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(configName, [], layers.Select(layer => NameOf(layer.DiffId))),
            cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private static string NameOf(DiffId diffId) => $"{diffId}.tar";

    private sealed class Received(SharedArchive archive) : IProgress<long>
    {
        public void Report(long value) => archive.Report(value);
    }

    private void Report(long value) => progress?.Report(_received + value);
}
