using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>A registry image and its name in the registry.</summary>
/// <param name="Definition">The image.</param>
/// <param name="Identity">What its files say.</param>
/// <param name="Repository">Where it is published.</param>
public sealed record RegistryImage(ImageDefinition Definition, RegistryIdentity Identity, RepositoryName Repository)
{
    /// <summary><c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c></summary>
    public ImageReference Versioned => new(Repository, Identity.Version, null);

    /// <summary><c>&lt;REGISTRY&gt;/&lt;name&gt;@&lt;HASH&gt;</c>; null when there is no sound <c>HASH</c>.</summary>
    public ImageReference? Pinned => Hash is { } hash ? new ImageReference(Repository, null, hash) : null;

    /// <summary>What <c>HASH</c> says; null when it says no repo digest.</summary>
    public RepoDigest? Hash => Identity.RepoDigest;

    public RelativePath VersionFile => Definition.Folder.Child(RegistryIdentity.VersionFile);

    public RelativePath HashFile => Definition.Folder.Child(RegistryIdentity.HashFile);

    /// <summary>The registry images of a tree; one whose name is none that a registry takes is left out.</summary>
    public static IEnumerable<RegistryImage> AllOf(ImageCatalog catalog)
    {
        foreach (var image in catalog.Images)
        {
            if (image.Registry is { Repository: { } repository } identity)
            {
                yield return new RegistryImage(image, identity, repository);
            }
        }
    }
}
