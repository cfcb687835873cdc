using System.Collections.Immutable;
using Slipway.Application.Digests;
using Slipway.Application.Published;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;
using Slipway.Trust.Statements;

namespace Slipway.Application.Judging;

/// <summary>Knows which image a repository is of, as far as the tree or the place says it.</summary>
internal sealed class RepositoryImages(WorkspaceParts parts)
{
    /// <summary>What a reference has to lead to: anything where nobody says it.</summary>
    public async Task<AskedImage> FindAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (parts.Config.Extensions.Get<RegistryBackendSettings>().Root is { } root
            && SharedNames.Find(root, reference) is var (image, scope, digest))
        {
            return (digest is null
                ? await OfTreeAsync(image, cancellationToken)
                : new AskedImage(image, UsedImage.TreeOf(image, digest), IsAnyBuild: false)) with
            {
                Scope = scope,
            };
        }

        return parts.CatalogIfAny?.Images
            .FirstOrDefault(known => known.Registry?.Repository == reference.Repository) is { } published
                ? await OfTreeAsync(published.Name, cancellationToken) with
                {
                    Pinned = PublishedVersion.PinOf(published, reference),
                }
                : new AskedImage(null, StatementTarget.NoTree, IsAnyBuild: false);
    }

    // An image of the same inputs is the same image, under whichever name it was built.
    private async Task<AskedImage> OfTreeAsync(ImageName name, CancellationToken cancellationToken)
    {
        var digest = parts.CatalogIfAny is { } catalog
            ? await new TreeDigests(parts.Tree, catalog, parts.DigestCache).FindAsync(name, cancellationToken)
            : null;
        return new AskedImage(name, UsedImage.TreeOf(name, digest), IsAnyBuild: true);
    }
}

/// <summary>What an image of a registry has to be.</summary>
/// <param name="Name">The image; null where nobody says it.</param>
/// <param name="Tree">What it is built from, where that is known.</param>
/// <param name="IsAnyBuild">Whether another build of the image will do as well.</param>
internal sealed record AskedImage(
    ImageName? Name, ImmutableDictionary<ImageName, ExpectedBuild> Tree, bool IsAnyBuild)
{
    /// <summary>The scope that its place is of; null where the place says none.</summary>
    public IndexScope? Scope { get; init; }

    /// <summary>What the tree's <c>HASH</c> says that its version is; null where that is not asked for.</summary>
    public RepoDigest? Pinned { get; init; }
}
