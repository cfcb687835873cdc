using System.Collections.Concurrent;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Digests;

/// <summary>A real tree that counts what is read of it and can interfere.</summary>
internal sealed class CountingTree(ISourceTree tree) : ISourceTree
{
    public ConcurrentBag<string> Opened { get; } = [];

    /// <summary>Called after a file was opened and before it is read.</summary>
    public Action<string> AfterOpen { get; init; } = static _ => { };

    public string RootPath => tree.RootPath;

    public TreeEntry? Find(RelativePath path) => tree.Find(path);

    public IReadOnlyList<TreeEntry> List(RelativePath folder) => tree.List(folder);

    public TreeStream OpenRead(RelativePath file)
    {
        var stream = tree.OpenRead(file);
        Opened.Add(file.Value);
        AfterOpen(file.Value);
        return stream;
    }
}
