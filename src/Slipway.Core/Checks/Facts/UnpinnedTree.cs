using System.Collections.Frozen;
using Slipway.Core.Catalog;
using Slipway.Core.Catalog.Reading;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Core.Checks.Facts;

/// <summary>A tree whose folders do not list the <c>HASH</c> files of registry images.</summary>
/// <remarks>
/// <c>HASH</c> is written when an image was published, so it says nothing about what went into it. The taskgraph scheme
/// hashes it all the same; here it does not count.
/// </remarks>
public sealed class UnpinnedTree(ISourceTree tree, ImageCatalog catalog) : ISourceTree
{
    private readonly FrozenSet<RelativePath> _folders = catalog.ParentsFirst
        .Where(image => image.Kind == ImageKind.Registry)
        .Select(image => image.Folder)
        .ToFrozenSet();

    public string RootPath => tree.RootPath;

    public TreeEntry? Find(RelativePath path) => tree.Find(path);

    public IReadOnlyList<TreeEntry> List(RelativePath folder) => _folders.Contains(folder)
        ? [.. tree.List(folder).Where(entry => entry.Path.Name != RegistryFiles.Hash)]
        : tree.List(folder);

    public TreeStream OpenRead(RelativePath file) => tree.OpenRead(file);
}
