using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>Collects everything below a folder, once however many images ask for it.</summary>
/// <param name="tree">The source tree.</param>
/// <param name="rules">Those of the dialect.</param>
/// <param name="numbers">Numbers the files.</param>
internal sealed class ContextWalker(ISourceTree tree, ContextRules rules, FileNumbers numbers)
{
    private readonly ConcurrentDictionary<(RelativePath Path, string ContextPath), Lazy<ContextRun>> _runs = new();

    private FileNumbers Numbers => numbers;

    /// <param name="entry">A file, a folder or a link.</param>
    /// <param name="contextPath">Its path in the context; a trailing slash counts once;
    /// empty for the context's top.</param>
    public ContextRun Collect(TreeEntry entry, string contextPath) =>
        _runs.GetOrAdd(
            (entry.Path, contextPath),
            static (key, state) => new Lazy<ContextRun>(() =>
            {
                state.walker.ListBelow(state.entry);
                var run = new ContextRunBuilder(state.walker.Numbers);
                state.walker.Add(state.entry, key.ContextPath, run);
                return run.Build();
            }),
            (walker: this, entry)).Value;

    /// <summary>
    /// Has the tree list all folders below one at once: images that share a folder wait for the one that lists it.
    /// </summary>
    private void ListBelow(TreeEntry entry)
    {
        TreeEntry[] folders = IsFolder(entry) ? [entry] : [];
        while (folders.Length > 0)
        {
            folders = folders is [var one] ? FoldersIn(one.Path) : FoldersIn(folders);
        }
    }

    private TreeEntry[] FoldersIn(TreeEntry[] folders)
    {
        var below = new TreeEntry[folders.Length][];
        Parallel.For(0, folders.Length, i => below[i] = FoldersIn(folders[i].Path));
        return [.. below.SelectMany(static found => found)];
    }

    private TreeEntry[] FoldersIn(RelativePath folder)
    {
        try
        {
            return [.. tree.List(folder).Where(entry => IsFolder(entry) && !rules.LeavesOut(entry))];
        }
        catch (SlipwayException)
        {
            // What is wrong with a folder is said when it is walked.
            return [];
        }
    }

    private static bool IsFolder(TreeEntry entry) => entry is { Kind: EntryKind.Folder, Problem: null };

    private void Add(TreeEntry entry, string contextPath, ContextRunBuilder run)
    {
        if (entry.Problem is { } problem)
        {
            run.Add(contextPath, entry.Path.Parent, problem.Code, problem.Message, problem.Remedy);
            return;
        }

        switch (entry.Kind)
        {
            case EntryKind.File:
                run.AddFile(contextPath, entry, rules.ModeOf(entry));
                break;
            case EntryKind.Link:
                rules.AddLink(contextPath, entry, run);
                break;
            case EntryKind.Special:
                run.AddSpecial(contextPath, entry);
                break;
            default:
                AddFolder(entry.Path, contextPath, run);
                break;
        }
    }

    private void AddFolder(RelativePath folder, string contextPath, ContextRunBuilder run)
    {
        IReadOnlyList<TreeEntry> entries;
        try
        {
            entries = tree.List(folder);
        }
        catch (SlipwayException problem)
        {
            run.Add(contextPath, folder, problem);
            return;
        }

        string prefix = contextPath.Length == 0 || contextPath.EndsWith('/') ? contextPath : contextPath + "/";
        foreach (var entry in entries)
        {
            if (!rules.LeavesOut(entry))
            {
                Add(entry, prefix + entry.Path.Name, run);
            }
        }
    }
}
