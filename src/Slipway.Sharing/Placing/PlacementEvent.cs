using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Placing;

/// <summary>Something that happened while an image was brought into a registry. A closed set of cases.</summary>
public abstract record PlacementEvent
{
    private PlacementEvent()
    {
    }

    /// <summary>A layer that the registry lacks is compressed.</summary>
    public sealed record Packing(DiffId DiffId) : PlacementEvent;

    /// <summary>Bytes of a blob were sent.</summary>
    /// <param name="Sent">Bytes so far.</param>
    /// <param name="Size">Bytes of the whole.</param>
    public sealed record Sending(Sha256Digest Blob, long Sent, long Size) : PlacementEvent;

    /// <summary>A blob is there.</summary>
    public sealed record Placed(Sha256Digest Blob, long Size, BlobPlacement How) : PlacementEvent;
}
