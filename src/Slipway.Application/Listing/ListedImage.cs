using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Storage;

namespace Slipway.Application.Listing;

/// <summary>An image of the tree, with what is known about it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Planned">Its digest, and where it is indexed.</param>
/// <param name="Stored">The image in the store; null for what is not indexed or was never fetched.</param>
public sealed record ListedImage(ImageDefinition Image, PlannedImage Planned, StoredImage? Stored);
