using System.Collections.Concurrent;
using Slipway.Core.Diagnostics;
using Slipway.Core.Engines;
using Slipway.Core.Storage;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>Brings stored images into an engine, each at most once at a time, and cleans up the names it gave.</summary>
public sealed class EngineImages(IImageEngine engine, IImageStore store) : IAsyncDisposable
{
    // A name that no registry can ever serve (RFC 6761, "invalid."): when the tag is gone the build fails, where a bare
    // name would be pulled from a public registry.
    private const string LocalRegistry = "slipway.invalid";

    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Sha256Digest, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<string, bool> _given = new(StringComparer.Ordinal);

    // Names of this run alone, so that removing them takes nothing away from another process.
    private readonly string _run = BuildId.New().Value;

    /// <summary>Loads an image unless the engine has it. Layers that the engine has are not sent.</summary>
    /// <param name="image">The image.</param>
    /// <param name="progress">Bytes sent, now and then.</param>
    /// <param name="cancellationToken">Cancels.</param>
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

    /// <summary>Loads a parent and gives it a name, by its content, under which a build refers to it.</summary>
    public async Task<string> ProvideParentAsync(
        ImageName name, StoredImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await LoadAsync(image, progress, cancellationToken);
        string reference = $"{LocalRegistry}/{name}:{image.ImageHash}-{_run}";
        _given[reference] = true;
        await engine.TagAsync(image.ImageHash, reference, cancellationToken);
        return reference;
    }

    /// <summary>Takes back the names that were given to parents.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(CleaningTime);
        foreach (string reference in _given.Keys)
        {
            try
            {
                await engine.UntagAsync(reference, limit.Token);
            }
            catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
            {
                // An engine that died or hangs keeps a name that nothing uses; the builds are done all the same.
            }
        }
    }
}
