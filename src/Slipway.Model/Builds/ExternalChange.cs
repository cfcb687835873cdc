using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>
/// A name of an image from elsewhere that meant one image in a build and another one in a later build.
/// </summary>
/// <param name="Reference">The name as Dockerfiles write it.</param>
/// <param name="Before">The image hash in the earlier build.</param>
/// <param name="After">The image hash in the later one.</param>
public sealed record ExternalChange(string Reference, ImageHash Before, ImageHash After);
