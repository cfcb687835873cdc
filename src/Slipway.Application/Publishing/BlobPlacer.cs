using Slipway.Application.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Publishing;

/// <summary>Sees to it that a repository has the blobs of an image, sending only what the registry lacks.</summary>
internal sealed class BlobPlacer(
    IImageRegistry registry, IImageStore store, KnownLayers known, LayerFormat format, Action<PushEvent> report)
{
    /// <returns>The layer as the repository has it now, and how it came there.</returns>
    public async Task<(OciDescriptor Blob, BlobPlacement How)> PlaceLayerAsync(
        ImageName image,
        RepositoryName repository,
        StoredImage stored,
        DiffId diffId,
        CancellationToken cancellationToken)
    {
        foreach (var (place, blob) in known.PlacesOf(diffId, repository))
        {
            if (await registry.HasBlobAsync(repository, blob.Digest, cancellationToken))
            {
                return Done(image, blob, BlobPlacement.Present);
            }

            if (place != repository && await registry.MountBlobAsync(repository, blob.Digest, place, cancellationToken))
            {
                return Done(image, blob, BlobPlacement.Mounted);
            }
        }

        // Packing a large layer takes longer than asking whether what it gave the last time is there.
        if (await store.FindPackedAsync(diffId, format, cancellationToken) is { } remembered
            && await registry.HasBlobAsync(repository, remembered.Digest, cancellationToken))
        {
            return Done(image, remembered, BlobPlacement.Present);
        }

        report(new PushEvent.Packing(image, diffId));
        using var packed = await store.PackAsync(stored, diffId, format, cancellationToken);
        return (
            packed.Descriptor,
            await PlaceAsync(image, repository, packed.Descriptor, packed.OpenAt, cancellationToken));
    }

    public async Task<BlobPlacement> PlaceAsync(
        ImageName image,
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        CancellationToken cancellationToken)
    {
        if (await registry.HasBlobAsync(repository, blob.Digest, cancellationToken))
        {
            return Done(image, blob, BlobPlacement.Present).How;
        }

        await registry.UploadBlobAsync(
            repository, blob, openAt, new Progress(image, blob, report), cancellationToken);
        return Done(image, blob, BlobPlacement.Sent).How;
    }

    private (OciDescriptor Blob, BlobPlacement How) Done(ImageName image, OciDescriptor blob, BlobPlacement how)
    {
        report(new PushEvent.Placed(image, blob.Digest, blob.Size, how));
        return (blob, how);
    }

    private sealed class Progress(ImageName image, OciDescriptor blob, Action<PushEvent> report) : IProgress<long>
    {
        public void Report(long value) => report(new PushEvent.Sending(image, blob.Digest, value, blob.Size));
    }
}
