using System.Collections.Immutable;
using Slipway.Core.Dockerignore;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Finds the images that a person means: by name, by a path, or by a pattern of either.</summary>
public sealed class ImageFinder
{
    private readonly Func<string, bool> _isName;
    private readonly Lazy<ImmutableArray<ImagePlace>> _places;
    private readonly Func<string, RelativePath?> _locate;

    /// <param name="catalog">The images of the tree, also those that cannot be used.</param>
    /// <param name="locate">Where a path that was typed lies below the root; null for one outside.</param>
    public ImageFinder(ImageCatalog catalog, Func<string, RelativePath?> locate)
        : this(
            typed => catalog.FindUnfit(typed) is not null
                || (ImageName.TryParse(typed, out var name) && catalog.Find(name) is not null),
            () => catalog.ParentsFirst
                .Select(image => new ImagePlace(image.Name.Value, image.Folder, image.DockerfilePath))
                .Concat(catalog.Unfit.Select(image => new ImagePlace(image.Name, image.Folder, image.Dockerfile))),
            locate)
    {
    }

    /// <param name="isName">Whether a text is the name of an image.</param>
    /// <param name="places">The images, by whatever order.</param>
    /// <param name="locate">Where a path that was typed lies below the root; null for one outside.</param>
    internal ImageFinder(
        Func<string, bool> isName, Func<IEnumerable<ImagePlace>> places, Func<string, RelativePath?> locate)
    {
        _isName = isName;
        _places = new Lazy<ImmutableArray<ImagePlace>>(
            () => [.. places().OrderBy(place => place.Name, StringComparer.Ordinal)]);
        _locate = locate;
    }

    /// <summary>Whether a text has a wildcard, which no name and hardly a path has.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny("*?[") >= 0;

    /// <param name="typed">A name, which wins over a path; a path of a folder or of a Dockerfile; or a pattern.</param>
    /// <returns>Names of images, sorted; none when it means none.</returns>
    public ImmutableArray<string> Find(string typed)
    {
        if (_isName(typed))
        {
            return [typed];
        }

        if (_locate(typed) is { } path && AtPath(path) is { IsEmpty: false } found)
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
            : [.. from place in _places.Value where place.Folder?.IsIn(path) == true select place.Name];
    }

    private ImmutableArray<string> Matching(string pattern)
    {
        if (!pattern.Contains('/', StringComparison.Ordinal))
        {
            var names = new Glob(pattern);
            return [.. from place in _places.Value where names.Matches(place.Name) select place.Name];
        }

        if (_locate(pattern) is not { } path)
        {
            return [];
        }

        var paths = new Glob(path.Value);
        return
        [
            .. from place in _places.Value
               where (place.Folder is { } folder && paths.Matches(folder.Value))
                   || (place.Dockerfile is { } dockerfile && paths.Matches(dockerfile.Value))
               select place.Name,
        ];
    }
}

/// <summary>Where an image is built from; several may be built from one folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder; null when it is not known.</param>
/// <param name="Dockerfile">Its Dockerfile, below the root; null when it is not known.</param>
internal sealed record ImagePlace(string Name, RelativePath? Folder, RelativePath? Dockerfile);
