using System.Collections.Immutable;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>An image that the engine has now.</summary>
/// <param name="Description">What to call it.</param>
/// <param name="Name">Its name, when that is known.</param>
/// <param name="Image">The image in the store.</param>
/// <param name="Tags">The tags that it got.</param>
/// <param name="Transfer">What was sent to the engine.</param>
public sealed record LoadedImage(
    string Description, ImageName? Name, StoredImage Image, ImmutableArray<string> Tags, LoadResult Transfer);
