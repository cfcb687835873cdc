using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Core.Values;

namespace Slipway.Core.Explaining;

/// <summary>Finds the images that a file of the tree counts for. No file is read.</summary>
/// <param name="catalog">The images.</param>
/// <param name="contexts">The context of each.</param>
public sealed class FileUseFinder(ImageCatalog catalog, IReadOnlyDictionary<ImageName, BuildContext> contexts)
{
    /// <param name="path">A file or a folder, which need not be there: then the images are found whose contexts would
    /// have it, whatever their <c>.dockerignore</c> says.</param>
    /// <returns>Parents before children.</returns>
    public ImmutableArray<FileUse> Find(RelativePath path)
    {
        var uses = new Dictionary<ImageName, FileUse>();
        bool isThere = contexts.Values.Any(context => context.Files.Any(file => Has(file, path)));
        foreach (var image in catalog.ParentsFirst)
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

        return [.. catalog.ParentsFirst.Where(image => uses.ContainsKey(image.Name)).Select(image => uses[image.Name])];
    }

    private static bool Has(ContextFile file, RelativePath path) => file.Source?.Path.IsIn(path) == true;

    private static RelativePath DockerfileOf(ImageDefinition image) => image.Folder.Child(BuildContext.DockerfilePath);

    private FileOrigin? OriginOf(ImageDefinition image, RelativePath path)
    {
        var context = contexts[image.Name];
        return context.Files.FirstOrDefault(file => Has(file, path)) is { } found
            ? new OriginFinder(image, context, catalog.Config.RunTask).Find(found.Path)
            : DockerfileOf(image).IsIn(path) ? new FileOrigin(DockerfileOf(image), OriginKind.Dockerfile, null) : null;
    }

    private FileOrigin? ExpectedOriginOf(ImageDefinition image, RelativePath path)
    {
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
                ? catalog.Config.RunTask is { } folder && path.IsIn(folder)
                : RelativePath.TryParse(include.Path, out var included) && path.IsIn(included.Value));
        return include is null
            ? null
            : new FileOrigin(path, include.IsRunTask ? OriginKind.RunTask : OriginKind.Include, include.Location);
    }
}
