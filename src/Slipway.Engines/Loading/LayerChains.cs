using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Loading;

/// <summary>Finds out which layers an engine has. An engine keeps a layer under the chain of all below it.</summary>
internal static class LayerChains
{
    private const int Parallelism = 8;

    /// <summary>How many of the lowest layers an image of the engine has in common with these.</summary>
    public static async Task<int> CountPresentAsync(
        EngineApi api, ImmutableArray<DiffId> layers, CancellationToken cancellationToken)
    {
        int present = 0;
        var gate = new Lock();
        await Parallel.ForEachAsync(
            await api.ListAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                // An image may be removed while the list is read, and nothing is gained beyond all layers.
                if (Volatile.Read(ref present) < layers.Length && await LookAsync(api, id, token) is { } image)
                {
                    int common = layers.AsSpan().CommonPrefixLength(image.DiffIds.AsSpan());
                    lock (gate)
                    {
                        present = Math.Max(present, common);
                    }
                }
            });
        return present;
    }

    /// <returns>Null when it is gone, or damaged in the engine, which is no reason to send nothing.</returns>
    private static async Task<EngineImage?> LookAsync(EngineApi api, ImageHash id, CancellationToken cancellationToken)
    {
        try
        {
            return await api.FindAsync(id.ToOciString(), cancellationToken);
        }
        catch (SlipwayException exception) when (exception.Diagnostics[0].Code == EngineCodes.RequestRefused)
        {
            return null;
        }
    }
}
