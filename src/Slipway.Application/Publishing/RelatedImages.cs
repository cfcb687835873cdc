using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Model.Registries;
using Slipway.Review.Publishing;

namespace Slipway.Application.Publishing;

/// <summary>Finds the published images that probably share layers with those to push.</summary>
public static class RelatedImages
{
    /// <returns>What <c>HASH</c> pins of the images to push and of all registry images that they are built on.</returns>
    public static ImmutableArray<ImageReference> Of(ImageCatalog catalog, PushPlan plan) =>
    [
        .. catalog.WithAncestors(plan.ToPush.Select(image => image.Candidate.Name))
            .Select(image => image.Registry)
            .Select(registry => registry is { Repository: { } repository, RepoDigest: { } digest }
                ? new ImageReference(repository, null, digest)
                : null)
            .OfType<ImageReference>()
            .Distinct(),
    ];
}
