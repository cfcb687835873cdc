using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Pushes;

/// <summary>Something that happened during a push, for a person who watches. A closed set of cases.</summary>
/// <param name="Image">The image it concerns.</param>
public abstract record PushEvent(ImageName Image)
{
    /// <summary>A layer that the registry lacks is compressed.</summary>
    public sealed record Packing(ImageName Image, DiffId DiffId) : PushEvent(Image);

    /// <summary>Bytes of a blob were sent.</summary>
    /// <param name="Sent">Bytes so far.</param>
    /// <param name="Size">Bytes of the whole.</param>
    public sealed record Sending(ImageName Image, Sha256Digest Blob, long Sent, long Size) : PushEvent(Image);

    /// <summary>A blob is there.</summary>
    public sealed record Placed(ImageName Image, Sha256Digest Blob, long Size, BlobPlacement How) : PushEvent(Image);

    /// <summary>The version points to the image.</summary>
    public sealed record Tagged(ImageName Image) : PushEvent(Image);
}
