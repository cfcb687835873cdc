using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Sharing.Placing;

/// <summary>Sees to it that a repository has the blobs of an image, sending only what the registry lacks.</summary>
internal sealed class BlobPlacer(
    IImageRegistry registry, IImageStore store, KnownLayers known, LayerFormat format, Action<PlacementEvent> report)
{
    /// <returns>The layer as the repository has it now, and how it came there.</returns>
    public async Task<(OciDescriptor Blob, BlobPlacement How)> PlaceLayerAsync(
        RepositoryName repository,
        StoredImage stored,
        DiffId diffId,
        CancellationToken cancellationToken)
    {
        // Packing a large layer takes longer than asking whether what it gave the last time is there.
        var remembered = await store.FindPackedAsync(diffId, format, cancellationToken);
        if (remembered is { } before
            && await FindAsync(repository, diffId, before, cancellationToken) is { } found)
        {
            return Done(before, found);
        }

        report(new PlacementEvent.Packing(diffId));
        using var packed = await store.PackAsync(stored, diffId, format, cancellationToken);
        // What was asked for before packing is not asked for again.
        return packed.Descriptor != remembered
            && await FindAsync(repository, diffId, packed.Descriptor, cancellationToken) is { } there
            ? Done(packed.Descriptor, there)
            : (
                packed.Descriptor,
                await PlaceAsync(repository, packed.Descriptor, packed.OpenAt, cancellationToken));
    }

    /// <summary>
    /// Has a layer without sending it, wherever the registry has it. What a layer is packed as only the store says:
    /// whoever may write to the registry can put a manifest there that has anything in the place of a layer.
    /// </summary>
    private async Task<BlobPlacement?> FindAsync(
        RepositoryName repository, DiffId diffId, OciDescriptor wanted, CancellationToken cancellationToken)
    {
        if (await registry.HasBlobAsync(repository, wanted.Digest, cancellationToken))
        {
            return BlobPlacement.Present;
        }

        foreach (var (place, blob) in known.PlacesOf(diffId, repository))
        {
            if (place != repository
                && blob.Digest == wanted.Digest
                && await registry.MountBlobAsync(repository, wanted.Digest, place, cancellationToken))
            {
                return BlobPlacement.Mounted;
            }
        }

        return null;
    }

    public async Task<BlobPlacement> PlaceAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        CancellationToken cancellationToken)
    {
        if (await registry.HasBlobAsync(repository, blob.Digest, cancellationToken))
        {
            return Done(blob, BlobPlacement.Present).How;
        }

        await registry.UploadBlobAsync(
            repository, blob, openAt, new Progress(blob, report), cancellationToken);
        return Done(blob, BlobPlacement.Sent).How;
    }

    private (OciDescriptor Blob, BlobPlacement How) Done(OciDescriptor blob, BlobPlacement how)
    {
        report(new PlacementEvent.Placed(blob.Digest, blob.Size, how));
        return (blob, how);
    }

    private sealed class Progress(OciDescriptor blob, Action<PlacementEvent> report) : IProgress<long>
    {
        public void Report(long value) => report(new PlacementEvent.Sending(blob.Digest, value, blob.Size));
    }
}
