using System.Collections.Immutable;
using Slipway.Core.Dockerignore;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Finds the images that a person means: by name, by a path, or by a pattern of either.</summary>
/// <param name="catalog">The images of the tree, also those that cannot be used.</param>
/// <param name="locate">Where a path that was typed lies below the root; null for one outside.</param>
public sealed class ImageFinder(ImageCatalog catalog, Func<string, RelativePath?> locate)
{
    private readonly Lazy<ImmutableArray<Place>> _places = new(() =>
    [
        .. catalog.ParentsFirst
            .Select(image => new Place(image.Name.Value, image.Folder, image.DockerfilePath))
            .Concat(catalog.Unfit
                .Where(image => image is { Folder: not null, Dockerfile: not null })
                .Select(image => new Place(image.Name, image.Folder!.Value, image.Dockerfile!.Value)))
            .OrderBy(place => place.Name, StringComparer.Ordinal),
    ]);

    /// <summary>Whether a text has a wildcard, which no name and hardly a path has.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny("*?[") >= 0;

    /// <param name="typed">A name, which wins over a path; a path of a folder or of a Dockerfile; or a pattern.</param>
    /// <returns>Names of images, sorted; none when it means none.</returns>
    public ImmutableArray<string> Find(string typed)
    {
        if (catalog.FindUnfit(typed) is not null
            || (ImageName.TryParse(typed, out var name) && catalog.Find(name) is not null))
        {
            return [typed];
        }

        if (locate(typed) is { } path && AtPath(path) is { IsEmpty: false } found)
        {
            return found;
        }

        return IsPattern(typed) && GoPath.IsPattern(typed) ? Matching(typed) : [];
    }

    /// <summary>The images that are built from a folder or a Dockerfile; else those in folders below it.</summary>
    private ImmutableArray<string> AtPath(RelativePath path)
    {
        ImmutableArray<string> at =
            [.. from place in _places.Value where place.Folder == path || place.Dockerfile == path select place.Name];
        return !at.IsEmpty
            ? at
            : [.. from place in _places.Value where place.Folder.IsIn(path) select place.Name];
    }

    private ImmutableArray<string> Matching(string pattern)
    {
        if (!pattern.Contains('/', StringComparison.Ordinal))
        {
            var names = new Glob(pattern);
            return [.. AllNames().Where(name => names.Matches(name)).Order(StringComparer.Ordinal)];
        }

        if (locate(pattern) is not { } path)
        {
            return [];
        }

        var paths = new Glob(path.Value);
        return
        [
            .. from place in _places.Value
               where paths.Matches(place.Folder.Value) || paths.Matches(place.Dockerfile.Value)
               select place.Name,
        ];
    }

    private IEnumerable<string> AllNames() =>
        catalog.ParentsFirst.Select(image => image.Name.Value).Concat(catalog.Unfit.Select(image => image.Name));

    /// <summary>Where an image is built from; several may be built from one folder.</summary>
    private sealed record Place(string Name, RelativePath Folder, RelativePath Dockerfile);
}
