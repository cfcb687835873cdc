using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Registries;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the places that name images from elsewhere.</summary>
internal static class ExternalReferences
{
    public static IEnumerable<(ImageReferenceUse Use, ImageReference Reference)> Of(
        CheckFacts facts, ImageDefinition image)
    {
        foreach (var use in image.Dockerfile.References)
        {
            if (facts.Catalog.FindReferenced(use.Resolved) is null
                && ImageReference.TryParse(use.Resolved, out var reference))
            {
                yield return (use, reference);
            }
        }
    }
}
