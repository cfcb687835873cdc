using System.Collections.Concurrent;

namespace Slipway.Registry.Distribution;

/// <summary>
/// Which ways registries have refused, so that not each blob is sent in vain before it is sent in another way.
/// </summary>
internal sealed class UploadWays
{
    private readonly ConcurrentDictionary<(string Registry, UploadWay Way), long> _refused = new();

    /// <summary>Notes a way that was refused to a blob which the registry took in another.</summary>
    public void Refused(string registry, UploadWay way, long size) =>
        _refused.AddOrUpdate((registry, way), size, (_, smallest) => Math.Min(smallest, size));

    /// <summary>The ways to send a blob, those last that were refused to one of its size or a smaller one.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="size">The blob's bytes.</param>
    /// <param name="chunk">The bytes of a chunk: what fits into one is a stream as well.</param>
    public IEnumerable<UploadWay> For(string registry, long size, long chunk)
    {
        UploadWay[] ways =
            size <= chunk
                ? [UploadWay.Whole, UploadWay.Chunks]
                : [UploadWay.Whole, UploadWay.Chunks, UploadWay.Stream];
        return ways.OrderBy(way => _refused.TryGetValue((registry, way), out long smallest) && smallest <= size);
    }
}
