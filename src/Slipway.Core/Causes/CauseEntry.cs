using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Where a cause enters the graph of images.</summary>
/// <param name="Image">The image whose own inputs it changed.</param>
/// <param name="Change">The change as that image has it; null when only the digests are known.</param>
public sealed record CauseEntry(ImageName Image, LocatedChange? Change);
