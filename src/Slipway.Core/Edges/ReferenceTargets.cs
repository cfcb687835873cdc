using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>Says which references mean images of the tree.</summary>
internal sealed class ReferenceTargets
{
    private readonly IReadOnlySet<ImageName> _names;
    private readonly Dictionary<RepositoryName, ImageName> _published = [];

    /// <param name="names">The names of the tree's images.</param>
    /// <param name="registryImages">What is known of those that have a version.</param>
    public ReferenceTargets(
        IReadOnlySet<ImageName> names, IEnumerable<(ImageName Name, RegistryIdentity? Registry)> registryImages)
    {
        _names = names;
        foreach (var (name, registry) in registryImages)
        {
            if (registry?.Repository is { } repository)
            {
                _published.Add(repository, name);
            }
        }
    }

    /// <param name="reference">A bare name, or one of a registry with or without tag and digest.</param>
    /// <returns>The image it means; null when it comes from elsewhere.</returns>
    public ImageName? Target(string reference)
    {
        if (reference.AsSpan().IndexOfAny("/:@") < 0)
        {
            return ImageName.TryParse(reference, out var name) && _names.Contains(name) ? name : null;
        }

        return ImageReference.TryParseRepository(reference, out var repository)
            && _published.TryGetValue(repository, out var published) ? published : null;
    }
}
