using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>Says of which image a namespace speaks.</summary>
internal static class NamespaceImages
{
    // What follows the name of the image, unless a tree says otherwise (docs/namespaces.md).
    private static readonly string[] Ends = ["latest", "hash", "pushdate"];

    /// <param name="ns">What a person typed.</param>
    /// <param name="recorded">What somebody wrote beside it.</param>
    /// <param name="catalog">The images of the tree; null where there is none.</param>
    /// <returns>
    /// The recorded one, unless the namespace is that of another image of the tree, or has the name of another one as a
    /// part of it.
    /// </returns>
    public static ImageName? Of(IndexNamespace ns, ImageName? recorded, ImageCatalog? catalog)
    {
        var named = catalog is null ? Written(ns, recorded) : Named(ns, catalog);
        return named.IsEmpty || (recorded is { } known && named.Contains(known)) ? recorded : named[^1];
    }

    private static ImmutableArray<ImageName> Named(IndexNamespace ns, ImageCatalog catalog)
    {
        ImmutableArray<ImageName> named =
        [
            .. catalog.ParentsFirst
                .Select(image => image.Name)
                .Where(name => HasPart(ns, catalog.Config.IndexedAs(name))),
        ];
        if (named.Length < 2)
        {
            return named;
        }

        // A prefix may be called like an image: then it counts what the tree's own templates give.
        var naming = new IndexNaming(catalog.Config);
        var digests = NamespaceClaims.Digests(ns);
        ImmutableArray<ImageName> exact =
        [
            .. named.Where(name => Level.Lowest.TrustedLevels().Select(IndexScope.Of).Any(scope =>
                naming.Latest(name, scope) == ns || digests.Any(digest => naming.Hash(name, digest, scope) == ns))),
        ];
        // Else the one that comes last: a prefix comes first.
        return exact.IsEmpty
            ? [.. named.GroupBy(name => EndOf(ns, catalog.Config.IndexedAs(name))).MaxBy(group => group.Key)!]
            : exact;
    }

    /// <summary>The name before what usually ends a namespace; none where it has no such end.</summary>
    private static ImmutableArray<ImageName> Written(IndexNamespace ns, ImageName? recorded)
    {
        string[] parts = ns.Value.Split('.');
        int end = Array.FindLastIndex(parts, part => Ends.Contains(part, StringComparer.Ordinal));
        if (end < 1)
        {
            return [];
        }

        string before = string.Join('.', parts[..end]);
        return recorded is { } known && $".{before}".EndsWith($".{known}", StringComparison.Ordinal) ? [known]
            : ImageName.TryParse(parts[end - 1], out var name) ? [name]
            : [];
    }

    private static bool HasPart(IndexNamespace ns, string name) => EndOf(ns, name) >= 0;

    /// <summary>Where the last part of a namespace ends that is a name; negative where none is.</summary>
    private static int EndOf(IndexNamespace ns, string name) =>
        $".{ns}.".LastIndexOf($".{name}.", StringComparison.Ordinal) is >= 0 and var start ? start + name.Length : -1;
}
