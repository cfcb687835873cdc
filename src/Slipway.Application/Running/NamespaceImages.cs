using Slipway.Core.Catalog;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>Says of which image a namespace speaks.</summary>
internal static class NamespaceImages
{
    /// <param name="ns">What a person typed.</param>
    /// <param name="recorded">What somebody wrote beside it.</param>
    /// <param name="catalog">The images of the tree.</param>
    /// <returns>
    /// The recorded one, unless the namespace has the name of another image of the tree as a part of it.
    /// </returns>
    public static ImageName? Of(IndexNamespace ns, ImageName? recorded, ImageCatalog? catalog)
    {
        string[] parts = ns.Value.Split('.');
        ImageName[] named = [.. (catalog?.ParentsFirst ?? [])
            .Select(image => image.Name)
            .Where(name => parts.Contains(name.Value, StringComparer.Ordinal))];
        return named.Length == 0 || (recorded is { } known && named.Contains(known)) ? recorded : named[^1];
    }
}
