using System.Collections.Concurrent;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Loading;

/// <summary>Brings stored images into an engine, each at most once at a time.</summary>
public sealed class EngineImages(IImageEngine engine, IImageStore store)
{
    private readonly ConcurrentDictionary<ImageHash, SemaphoreSlim> _gates = new();

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
            return await engine.LoadAsync(
                new EngineImageLayers(image.ImageHash, image.DiffIds),
                (skip, destination, token) => store.WriteArchiveAsync(image, [], skip, destination, progress, token),
                cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }
}
