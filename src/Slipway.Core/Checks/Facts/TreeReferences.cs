using Slipway.Core.Catalog;
using Slipway.Core.Registries;

namespace Slipway.Core.Checks.Facts;

/// <summary>Finds the places that name registry images of the tree.</summary>
internal static class TreeReferences
{
    public static IEnumerable<TreeReference> Of(CheckFacts facts, ImageDefinition image)
    {
        foreach (var use in image.Dockerfile.References)
        {
            // Without tag and digest it means the image of the tree as it is.
            if (ImageReference.TryParse(use.Resolved, out var reference)
                && reference is not { Tag: null, RepoDigest: null }
                && facts.RegistryImages.TryGetValue(reference.Repository, out var target))
            {
                yield return new TreeReference(use, reference, target);
            }
        }
    }
}
