using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>An image that is to be loaded.</summary>
/// <param name="Description">What to call it.</param>
/// <param name="Name">Its name, when that is known.</param>
/// <param name="Image">The image in the store.</param>
/// <param name="Tags">The tags it gets unless a person gives others.</param>
internal sealed record LoadTarget(
    string Description, ImageName? Name, StoredImage Image, ImmutableArray<string> Tags);
