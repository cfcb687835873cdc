using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Review.Impact;

/// <summary>That a file of the tree counts for an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Origin">What brings the file into its own context; null when only a parent's has it.</param>
/// <param name="Route">The way from the image whose context has the file down to this one, both ends included.</param>
public sealed record FileUse(ImageName Image, FileOrigin? Origin, ImmutableArray<ImageName> Route);
