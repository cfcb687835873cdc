using System.Collections.Immutable;
using Slipway.Model.Engines;

namespace Slipway.Engines.Direct;

/// <summary>An image whose layers are kept as plain files, and beside them what else their tars had.</summary>
/// <param name="Config">The bytes of the config.</param>
/// <param name="Layers">The lowest first: its description for <see cref="TarSplit"/>, and the folder of its
/// files.</param>
internal sealed record SplitLayers(ReadOnlyMemory<byte> Config, ImmutableArray<(string Split, string Files)> Layers)
    : IEngineLayers
{
    public Task<long> MeasureAsync(int layer, CancellationToken cancellationToken) =>
        TarSplit.MeasureAsync(Layers[layer].Split, cancellationToken);

    public Task WriteAsync(int layer, Stream destination, CancellationToken cancellationToken) =>
        TarSplit.WriteAsync(Layers[layer].Split, Layers[layer].Files, destination, cancellationToken);
}
