using System.Collections.Concurrent;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Engines.Loading;

/// <summary>Brings images into an engine, each at most once at a time.</summary>
public sealed class EngineImages(IImageEngine engine, IImageStore store)
{
    private readonly ConcurrentDictionary<ImageHash, SemaphoreSlim> _gates = new();

    // What the engine read while it came into the store, in bytes.
    private readonly ConcurrentDictionary<ImageHash, long> _taken = new();

    /// <summary>
    /// Fetches the image of a build into the store, and lets the engine read it while it comes. The engine is given the
    /// end of the archive only when the image was verified and stored.
    /// </summary>
    /// <returns>The image, which is still to be loaded: the engine may not have taken it. Null when
    /// it is gone.</returns>
    public async Task<StoredImage?> FetchAsync(
        IImageSource source, BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        StoredImage? fetched = null;
        long taken = await StreamPipe.RunAsync(
            async (copy, token) => fetched = await source.FetchAsync(image, copy, progress, token),
            TakeAsync,
            cancellationToken);
        if (fetched is not null && taken > 0)
        {
            _taken[fetched.ImageHash] = taken;
        }

        return fetched;
    }

    /// <summary>Loads an image unless the engine has it. Layers that the engine has are not sent.</summary>
    /// <param name="progress">Bytes sent, now and then.</param>
    /// <returns>What was sent; nothing when the engine had the image.</returns>
    public async Task<LoadResult> LoadAsync(
        StoredImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(image.ImageHash, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var result = await engine.LoadAsync(
                new EngineImageLayers(image.ImageHash, image.DiffIds),
                (skip, destination, token) => store.WriteArchiveAsync(image, [], skip, destination, progress, token),
                cancellationToken);
            return _taken.TryRemove(image.ImageHash, out long taken) && result.LayersSent == 0
                ? new LoadResult(image.DiffIds.Length, 0, taken)
                : result;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<long> TakeAsync(Stream copy, CancellationToken cancellationToken)
    {
        byte[] first = new byte[1];
        if (await copy.ReadAsync(first, cancellationToken) == 0)
        {
            return 0;
        }

        try
        {
            return await engine.TakeAsync(new PrefixedStream(first, copy), cancellationToken);
        }
        finally
        {
            // An engine that wants no more does not keep the store from the rest.
            await copy.CopyToAsync(Stream.Null, cancellationToken);
        }
    }
}
