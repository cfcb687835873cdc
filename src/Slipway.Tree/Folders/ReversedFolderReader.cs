using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Folders;

/// <summary>Lists folders in another order than the system does, to see whether anything depends on it.</summary>
internal sealed class ReversedFolderReader(IFolderReader inner) : IFolderReader
{
    public string RootPath => inner.RootPath;

    public TreeEntry? Stat(RelativePath path) => inner.Stat(path);

    public IReadOnlyCollection<TreeEntry>? List(RelativePath folder) => inner.List(folder)?.Reverse().ToArray();

    public TreeStream Open(RelativePath file) => inner.Open(file);
}
