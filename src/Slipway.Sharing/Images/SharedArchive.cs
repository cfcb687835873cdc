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
    /// <param name="placeOf">Where a layer comes from.</param>
    /// <param name="destination">Where to.</param>
    public async Task WriteAsync(
        ReadOnlyMemory<byte> config,
        ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> layers,
        Func<DiffId, LayerOrigin> placeOf,
        Stream destination,
        CancellationToken cancellationToken)
    {
        var writer = new ArchiveWriter(destination, null);
        string configName = $"{Sha256Digest.Of(config.Span)}.json";
        await writer.FileAsync(configName, config, cancellationToken);
        foreach (var (diffId, blob) in layers.DistinctBy(layer => layer.DiffId))
        {
            await WriteAsync(writer, diffId, blob, placeOf(diffId), cancellationToken);
        }

        await writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(configName, [], layers.Select(layer => NameOf(layer.DiffId))),
            cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private async Task WriteAsync(
        ArchiveWriter writer,
        DiffId diffId,
        OciDescriptor blob,
        LayerOrigin origin,
        CancellationToken cancellationToken)
    {
        switch (origin)
        {
            case LayerOrigin.Nowhere:
                break;
            case LayerOrigin.NameOnly:
                await writer.FileAsync(NameOf(diffId), default, cancellationToken);
                break;
            case LayerOrigin.Store store:
                await writer.BeginFileAsync(NameOf(diffId), store.Size, cancellationToken);
                await using (var content = new EntryContent(writer))
                {
                    await store.Copy(content, cancellationToken);
                }

                await writer.EndFileAsync(cancellationToken);
                break;
            default:
                await writer.BeginFileAsync(NameOf(diffId), blob.Size, cancellationToken);
                await using (var content = new EntryContent(writer))
                {
                    await registry.CopyBlobAsync(
                        repository, blob, content, new Received(this), cancellationToken);
                }

                _received += blob.Size;
                await writer.EndFileAsync(cancellationToken);
                break;
        }
    }

    private static string NameOf(DiffId diffId) => $"{diffId}.tar";

    private sealed class Received(SharedArchive archive) : IProgress<long>
    {
        public void Report(long value) => archive.Report(value);
    }

    private void Report(long value) => progress?.Report(_received + value);
}

/// <summary>Where a layer of an archive comes from. A closed set of cases.</summary>
internal abstract record LayerOrigin
{
    private LayerOrigin()
    {
    }

    /// <summary>It is fetched.</summary>
    public sealed record Registry : LayerOrigin;

    /// <summary>Whoever reads the archive has it, and does not look for it in there.</summary>
    public sealed record Nowhere : LayerOrigin;

    /// <summary>Whoever reads the archive has it, and wants to see its name.</summary>
    public sealed record NameOnly : LayerOrigin;

    /// <summary>The store of this machine has it.</summary>
    /// <param name="Size">Bytes uncompressed.</param>
    /// <param name="Copy">Writes it.</param>
    public sealed record Store(long Size, Func<Stream, CancellationToken, Task> Copy) : LayerOrigin;
}
