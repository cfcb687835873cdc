using Slipway.Core.Contexts;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the places that name registry images of the tree.</summary>
internal static class RegistryReferences
{
    /// <returns>Those in the Dockerfiles of the images that findings are wanted for, and those in definitions of tasks
    /// that name one of these images.</returns>
    public static IEnumerable<TreeReference> Of(CheckFacts facts)
    {
        var wanted = facts.Images.Select(image => image.Name).ToHashSet();
        return facts.Images
            .SelectMany(image => OfDockerfile(facts, image))
            .Concat(facts.TaskReferences.Where(reference => wanted.Contains(reference.Image)));
    }

    private static IEnumerable<TreeReference> OfDockerfile(CheckFacts facts, ImageDefinition image)
    {
        foreach (var use in image.Dockerfile.References)
        {
            // Without tag and digest it means the image of the tree as it is.
            if (ImageReference.TryParse(use.Resolved, out var reference)
                && reference is not { Tag: null, RepoDigest: null }
                && facts.RegistryImages.TryGetValue(reference.Repository, out var target))
            {
                var place = use.Origin as ReferenceOrigin.InDockerfile;
                yield return new TreeReference(
                    image.Name,
                    use.Resolved,
                    use.Location,
                    reference,
                    target,
                    place is null ? (RelativePath?)null : image.DockerfilePath,
                    place?.Offset ?? 0)
                {
                    IsInDockerfile = true,
                };
            }
        }
    }
}
