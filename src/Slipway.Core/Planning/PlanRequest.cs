using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>What is asked of a plan.</summary>
public sealed record PlanRequest
{
    /// <summary>The images that are wanted; what they need is added.</summary>
    public required ImmutableArray<ImageName> Wanted { get; init; }

    public required PushContext Push { get; init; }

    /// <summary>Now, for ages and expiry.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// Names that images of the tree had before, by their digests: what was built under them is found under them.
    /// </summary>
    public ILookup<InputsDigest, ImageName> FormerNames { get; init; } =
        Array.Empty<ImageName>().ToLookup(_ => default(InputsDigest));

    /// <summary>Whether an engine of this machine builds, which needs no image to build in; else tasks do.</summary>
    public bool IsForEngine { get; init; }

    /// <summary>
    /// Whether the index is asked which push was the newest even of images that are found; else nothing is said
    /// about these.
    /// </summary>
    public bool AsksNewestOfFound { get; init; } = true;

    /// <summary>Whether the wanted images are built whatever the index has.</summary>
    public bool Force { get; init; }
}
