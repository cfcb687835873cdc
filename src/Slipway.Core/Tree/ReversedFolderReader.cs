using Slipway.Core.Values;

namespace Slipway.Core.Tree;

/// <summary>Lists folders in another order than the system does, to see whether anything depends on it.</summary>
internal sealed class ReversedFolderReader(IFolderReader inner) : IFolderReader
{
    public string RootPath => inner.RootPath;

    public TreeEntry? Stat(RelativePath path) => inner.Stat(path);

    public List<TreeEntry>? List(RelativePath folder)
    {
        var entries = inner.List(folder);
        entries?.Reverse();
        return entries;
    }

    public TreeStream Open(RelativePath file) => inner.Open(file);
}
