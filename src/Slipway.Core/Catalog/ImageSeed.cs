using Slipway.Core.Configuration;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>That there is to be an image of this name in this folder.</summary>
/// <param name="Folder">The folder of its Dockerfile.</param>
/// <param name="Entry">What <c>slipway.yml</c> says about it, when it does.</param>
internal sealed record ImageSeed(ImageName Name, RelativePath Folder, ImageEntry? Entry);
