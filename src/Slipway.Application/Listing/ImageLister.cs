using System.Collections.Immutable;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Storage;

namespace Slipway.Application.Listing;

/// <summary>Lists the images of the tree.</summary>
internal sealed class ImageLister(WorkspaceParts parts)
{
    /// <param name="names">The images to list; none for all.</param>
    /// <returns>By name.</returns>
    public async Task<ImmutableArray<ListedImage>> ListAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var images = parts.SelectWithPackages(names);
        if (names.Count == 0 && PassedOver.Find(parts.Tree, parts.Catalog) is { } hint)
        {
            parts.Warn([hint]);
        }

        var (plan, _) = await new PlanMaker(parts).PlanAsync(images, force: false, cancellationToken);
        var planned = plan.Images.ToDictionary(image => image.Name);
        var listed = ImmutableArray.CreateBuilder<ListedImage>();
        var usable = images.Where(image => planned.ContainsKey(image.Name));
        foreach (var image in usable.OrderBy(image => image.Name))
        {
            var found = planned[image.Name].Found;
            // Of what was never fetched nobody knows the size.
            var stored = found is null
                ? null
                : await parts.StoreToRead.Images.FetchAsync(found.Entry.Image, null, cancellationToken);
            listed.Add(new ListedImage(image, planned[image.Name], stored));
        }

        return listed.DrainToImmutable();
    }
}

/// <summary>An image of the tree, with what is known about it.</summary>
/// <param name="Planned">Its digest, and where it is indexed.</param>
/// <param name="Stored">The image in the store; null for what is not indexed or was never fetched.</param>
public sealed record ListedImage(ImageDefinition Image, PlannedImage Planned, StoredImage? Stored);
