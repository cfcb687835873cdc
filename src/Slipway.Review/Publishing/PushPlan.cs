using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Publishing;

/// <summary>What a push will do: a value that can be printed and carried out.</summary>
/// <param name="Images">Parents before children.</param>
public sealed record PushPlan(ImmutableArray<PlannedPush> Images)
{
    public IEnumerable<PlannedPush> ToPush => Images.Where(image => image.Action == PushAction.Push);

    /// <exception cref="SlipwayException">An image is refused: every reason.</exception>
    public void ThrowIfRefused()
    {
        ImmutableArray<Diagnostic> reasons =
            [.. Images.Where(image => image.Action == PushAction.Refuse).Select(image => image.Remark!)];
        if (!reasons.IsEmpty)
        {
            throw new SlipwayException(reasons);
        }
    }
}

/// <summary>What is done with one image, and what a person should know about it.</summary>
/// <param name="Candidate">The image.</param>
/// <param name="Action">What is done.</param>
/// <param name="Remark">Why it is refused, or a warning; null when there is nothing to say.</param>
public sealed record PlannedPush(PushCandidate Candidate, PushAction Action, Diagnostic? Remark);

/// <summary>What a push does with one image.</summary>
public enum PushAction
{
    /// <summary>Its version is new to the registry: it is built if need be, and sent.</summary>
    Push,

    /// <summary>Its version is published with this content: nothing is sent.</summary>
    Keep,

    /// <summary>Its version is published with other content: nothing of the whole push is done.</summary>
    Refuse,
}

/// <summary>What is known of a registry image that shall be published.</summary>
/// <param name="Name">The image.</param>
/// <param name="Target"><c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c>.</param>
/// <param name="Digest">Its context directory hash, HASH files left out.</param>
/// <param name="ImageHash">The image ID of what the store has for that digest; null when it has nothing.</param>
/// <param name="Published">What the registry has under the version; null when it has nothing.</param>
public sealed record PushCandidate(
    ImageName Name, ImageReference Target, InputsDigest Digest, ImageHash? ImageHash, PublishedImage? Published);
