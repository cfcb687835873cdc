using System.Collections.Immutable;
using Slipway.Engines.Api;
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
                if (Volatile.Read(ref present) < layers.Length
                    && await api.FindAsync(id.ToOciString(), token) is { } image)
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
}
