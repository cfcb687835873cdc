using System.Collections.Frozen;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Reads the files that say what an image is.</summary>
public static class ImageFiles
{
    /// <returns>Those that are there and can be read, as they are on disk.</returns>
    public static FrozenDictionary<RelativePath, ReadOnlyMemory<byte>> Read(ISourceTree tree, ImageCatalog catalog)
    {
        // The catalog was read from the same files, and has reported what is wrong with them.
        var files = new TreeFiles(tree, new DiagnosticBag());
        return catalog.Images
            .SelectMany(image => PathsOf(image, catalog.Config))
            .Distinct()
            .Where(path => files.Exists(path))
            .Select(path => (path, content: files.Read(path, DockerfileReader.MaximumSize)))
            .Where(pair => pair.content is not null)
            .ToFrozenDictionary(pair => pair.path, pair => pair.content!.Value);
    }

    private static RelativePath[] PathsOf(ImageDefinition image, SlipwayConfig config) => image.Registry is null
        ? [image.DockerfilePath]
        :
        [
            image.DockerfilePath,
            image.Folder.Child(RegistryIdentity.VersionFile),
            image.Folder.Child(RegistryIdentity.HashFile),
            image.Folder.Child(RegistryIdentity.RegistryFile),
            config.Folder.Child(RegistryIdentity.RegistryFile),
        ];
}
