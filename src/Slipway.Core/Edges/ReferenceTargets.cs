using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>Says which references mean images of the tree.</summary>
/// <param name="names">The names of the tree's images.</param>
/// <param name="registryOf">What is known of one of them that has a version; null for the others.</param>
internal sealed class ReferenceTargets(
    IReadOnlySet<ImageName> names, Func<ImageName, RegistryIdentity?> registryOf)
{
    /// <param name="reference">A bare name, or one of a registry with or without tag and digest.</param>
    /// <returns>The image it means; null when it comes from elsewhere.</returns>
    public ImageName? Target(string reference)
    {
        if (reference.AsSpan().IndexOfAny("/:@") < 0)
        {
            return ImageName.TryParse(reference, out var bare) && names.Contains(bare) ? bare : null;
        }

        // An image is published under its own name, so no other one is asked where that is.
        return ImageReference.TryParseRepository(reference, out var repository)
            && ImageName.TryParse(repository.Path[(repository.Path.LastIndexOf('/') + 1)..], out var name)
            && names.Contains(name)
            && registryOf(name)?.Repository == repository
                ? name
                : null;
    }
}
