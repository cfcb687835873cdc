using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>What happens with an image from elsewhere on its way into the store.</summary>
public sealed record Passage
{
    /// <summary>
    /// Called when the whole archive was read and it is known which image it holds: throws a
    /// <see cref="SlipwayException"/> to refuse it, and nothing is kept.
    /// </summary>
    public Action<ImageHash>? Admit { get; init; }

    /// <summary>
    /// Gets the layers as they come, and at the end, when the image is in the store, what makes a docker-archive
    /// without tags of them.
    /// </summary>
    public Stream? Copy { get; init; }
}
