using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Folders;

/// <summary>A tree with a folder from elsewhere at one place in its root.</summary>
/// <param name="place">A name in the root; what the tree itself has there is hidden.</param>
/// <param name="folder">The folder from elsewhere.</param>
internal sealed class MountedFolderReader(IFolderReader tree, RelativePath place, IFolderReader folder) : IFolderReader
{
    public string RootPath => tree.RootPath;

    public TreeEntry? Stat(RelativePath path) =>
        Below(path) is { } below ? Moved(folder.Stat(below)) : tree.Stat(path);

    public IReadOnlyCollection<TreeEntry>? List(RelativePath path)
    {
        if (Below(path) is { } below)
        {
            return folder.List(below)?.Select(entry => Moved(entry)!).ToList();
        }

        var entries = tree.List(path);
        return path.IsRoot && entries is not null && Stat(place) is { } mounted
            ? [.. entries.Where(entry => entry.Path != place), mounted]
            : entries;
    }

    public TreeStream Open(RelativePath file) => Below(file) is { } below ? folder.Open(below) : tree.Open(file);

    /// <summary>The path within the folder; null for what is not in it.</summary>
    private RelativePath? Below(RelativePath path) =>
        path == place ? RelativePath.Root
        : path.IsIn(place) ? RelativePath.Parse(path.Value[(place.Value.Length + 1)..])
        : null;

    private TreeEntry? Moved(TreeEntry? entry) => entry is null ? null : entry with { Path = place.Join(entry.Path) };
}
