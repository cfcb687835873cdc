using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Review.Impact;

/// <summary>Finds the images that files of the tree count for. No file is read.</summary>
/// <remarks>All contexts are looked through once, however many files are asked for.</remarks>
public sealed class FileUseFinder
{
    private readonly ImageCatalog _catalog;
    private readonly IReadOnlyDictionary<ImageName, BuildContext> _contexts;

    // For each path that is asked for, the first file of each image's context that is the path or lies below it.
    private readonly Dictionary<RelativePath, Dictionary<ImageName, ContextFile>> _found;
    private readonly Dictionary<RelativePath, ImmutableArray<RelativePath>> _askedAbove = [];

    /// <param name="catalog">The images.</param>
    /// <param name="contexts">The context of each.</param>
    /// <param name="paths">The files and folders that are asked for.</param>
    public FileUseFinder(
        ImageCatalog catalog, IReadOnlyDictionary<ImageName, BuildContext> contexts, IEnumerable<RelativePath> paths)
    {
        _catalog = catalog;
        _contexts = contexts;
        _found = paths.Distinct().ToDictionary(path => path, _ => new Dictionary<ImageName, ContextFile>());
        foreach (var (image, context) in contexts)
        {
            foreach (var file in context.Files)
            {
                if (file.Source is { } source)
                {
                    Note(source.Path, image, file);
                }
            }
        }
    }

    /// <param name="path">
    /// One of those that were asked for. It need not be there: then the images are found whose contexts would have it,
    /// whatever their <c>.dockerignore</c> says.
    /// </param>
    /// <returns>Parents before children.</returns>
    public ImmutableArray<FileUse> Find(RelativePath path)
    {
        var uses = new Dictionary<ImageName, FileUse>();
        bool isThere = _found[path].Count > 0;
        foreach (var image in _catalog.ParentsFirst)
        {
            var origin = isThere ? OriginOf(image, path) : ExpectedOriginOf(image, path);
            if (origin is not null)
            {
                uses.Add(image.Name, new FileUse(image.Name, origin, [image.Name]));
            }
            else if (image.Parents
                .Where(edge => uses.ContainsKey(edge.Parent))
                .Select(edge => uses[edge.Parent])
                .MinBy(use => use.Route.Length) is { } parent)
            {
                uses.Add(image.Name, new FileUse(image.Name, null, [.. parent.Route, image.Name]));
            }
        }

        return
        [
            .. _catalog.ParentsFirst.Where(image => uses.ContainsKey(image.Name)).Select(image => uses[image.Name]),
        ];
    }

    private void Note(RelativePath source, ImageName image, ContextFile file)
    {
        if (_found.TryGetValue(source, out var itself))
        {
            itself.TryAdd(image, file);
        }

        foreach (var above in source.IsRoot ? [] : AskedAbove(source.Parent))
        {
            _found[above].TryAdd(image, file);
        }
    }

    /// <summary>Which of a folder and those above it are asked for.</summary>
    private ImmutableArray<RelativePath> AskedAbove(RelativePath folder)
    {
        if (!_askedAbove.TryGetValue(folder, out var asked))
        {
            asked = folder.IsRoot ? [] : AskedAbove(folder.Parent);
            asked = _found.ContainsKey(folder) ? asked.Add(folder) : asked;
            _askedAbove.Add(folder, asked);
        }

        return asked;
    }

    private static RelativePath DockerfileOf(ImageDefinition image) => image.DockerfilePath;

    private FileOrigin? OriginOf(ImageDefinition image, RelativePath path)
    {
        return _found[path].TryGetValue(image.Name, out var found)
            ? new FileOriginFinder(image, _contexts[image.Name], _catalog.Config.RunTask).Find(found.Path)
            : image.Package is null && DockerfileOf(image).IsIn(path)
                ? new FileOrigin(DockerfileOf(image), OriginKind.Dockerfile, null)
            : null;
    }

    private FileOrigin? ExpectedOriginOf(ImageDefinition image, RelativePath path)
    {
        if (image.Package is { } package)
        {
            return path == package.Patch ? new FileOrigin(path, OriginKind.Patch, null) : null;
        }

        if (path == DockerfileOf(image))
        {
            return new FileOrigin(path, OriginKind.Dockerfile, null);
        }

        if (path.IsIn(image.Folder))
        {
            return new FileOrigin(path, OriginKind.Folder, null);
        }

        var include = image.Dockerfile.Includes.FirstOrDefault(include =>
            include.IsRunTask
                ? _catalog.Config.RunTask is { } folder && path.IsIn(folder)
                : RelativePath.TryParse(include.Path, out var included) && path.IsIn(included.Value));
        return include is null
            ? null
            : new FileOrigin(path, include.IsRunTask ? OriginKind.RunTask : OriginKind.Include, include.Location);
    }
}

/// <summary>That a file of the tree counts for an image.</summary>
/// <param name="Origin">What brings the file into its own context; null when only a parent's has it.</param>
/// <param name="Route">The way from the image whose context has the file down to this one, both ends included.</param>
public sealed record FileUse(ImageName Image, FileOrigin? Origin, ImmutableArray<ImageName> Route);
