using Slipway.Core.Catalog;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Registries;

namespace Slipway.Core.Checks.Facts;

/// <summary>Finds the places that name images from elsewhere.</summary>
internal static class ExternalReferences
{
    public static IEnumerable<(ImageReferenceUse Use, ImageReference Reference)> Of(
        CheckFacts facts, ImageDefinition image)
    {
        // In the taskgraph scheme a reference to an image of the tree need not be an edge, so the names count as well.
        var edges = image.Parents.SelectMany(edge => edge.Uses).ToHashSet();
        foreach (var use in image.Dockerfile.References)
        {
            if (!edges.Contains(use)
                && ImageReference.TryParse(use.Resolved, out var reference)
                && !facts.RegistryImages.ContainsKey(reference.Repository))
            {
                yield return (use, reference);
            }
        }
    }
}
