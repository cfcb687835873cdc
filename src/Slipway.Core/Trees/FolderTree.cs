using System.Collections.Concurrent;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>
/// A source tree that a reader lists, as it was when each part was first asked for; links are followed here.
/// </summary>
/// <remarks>
/// What was listed once is not asked for again, so that sixty images that include a folder look at it once. A new
/// instance sees changes.
/// </remarks>
public class FolderTree : ISourceTree
{
    private readonly ConcurrentDictionary<RelativePath, Lazy<TreeEntry[]?>> _folders = new();
    private readonly ConcurrentDictionary<RelativePath, TreeEntry?> _entries = new();
    private readonly IFolderReader _reader;
    private readonly LinkResolver _resolver;

    /// <param name="reader">What lists folders and opens files.</param>
    public FolderTree(IFolderReader reader)
    {
        _reader = reader;
        _resolver = new LinkResolver(reader.RootPath, LookUp);
    }

    /// <summary>The absolute path of the root, free of links.</summary>
    public string RootPath => _reader.RootPath;

    public TreeEntry? Find(RelativePath path)
    {
        if (TryFindDirectly(path, out var there))
        {
            return there;
        }

        var resolution = _resolver.Resolve(path, followLast: false);
        return resolution.Entry is { } entry && entry.Path != path ? entry with { Path = path } : resolution.Entry;
    }

    public IReadOnlyList<TreeEntry> List(RelativePath folder)
    {
        if (_folders.TryGetValue(folder, out var known) && known.Value is { } listed)
        {
            return listed;
        }

        if (TryFindListed(folder, out var itself) && itself is { Kind: EntryKind.Folder })
        {
            return Listing(folder) ?? [];
        }

        var resolution = _resolver.Resolve(folder, followLast: true);
        if (resolution.Kind == ResolutionKind.Outside)
        {
            throw TreeProblems.LinkLeavesRoot(folder);
        }

        if (resolution.Entry is not { Kind: EntryKind.Folder } || Listing(resolution.Path) is not { } entries)
        {
            return [];
        }

        return resolution.Path == folder
            ? entries
            : Array.ConvertAll(entries, entry => entry with { Path = folder.Child(entry.Path.Name) });
    }

    public TreeStream OpenRead(RelativePath file)
    {
        if (TryFindDirectly(file, out var there) && there is { Kind: EntryKind.File })
        {
            return _reader.Open(file);
        }

        var resolution = _resolver.Resolve(file, followLast: true);
        return resolution switch
        {
            { Kind: ResolutionKind.Outside } => throw TreeProblems.LinkLeavesRoot(file),
            { Kind: ResolutionKind.Loop } => throw TreeProblems.LinkNotFollowed(file),
            { Entry: null } => throw TreeProblems.NotFound(file),
            { Entry.Kind: not EntryKind.File } => throw TreeProblems.NotAFile(file),
            _ => _reader.Open(resolution.Path),
        };
    }

    private TreeEntry[]? Listing(RelativePath folder) =>
        _folders.GetOrAdd(
            folder,
            static (path, reader) => new Lazy<TreeEntry[]?>(() =>
            {
                var entries = reader.List(path)?.ToArray();
                if (entries is not null)
                {
                    Array.Sort(entries, static (a, b) => a.Path.CompareTo(b.Path));
                }

                return entries;
            }),
            _reader).Value;

    /// <summary>The entry at a path without links. A folder that was listed answers for its entries.</summary>
    private TreeEntry? LookUp(RelativePath path) =>
        TryFindListed(path, out var entry) ? entry : LookUpUnlisted(path);

    private TreeEntry? LookUpUnlisted(RelativePath path) =>
        _entries.GetOrAdd(path, static (missing, reader) => reader.Stat(missing), _reader);

    /// <summary>
    /// Finds a path whose folder is known to be reached without links, so that there is nothing to follow.
    /// </summary>
    private bool TryFindDirectly(RelativePath path, out TreeEntry? entry)
    {
        if (TryFindListed(path, out entry))
        {
            return true;
        }

        if (path.IsRoot || !TryFindListed(path.Parent, out var parent) || parent is not { Kind: EntryKind.Folder })
        {
            return false;
        }

        entry = LookUpUnlisted(path);
        return true;
    }

    /// <summary>
    /// Finds a path in the listing of its folder, if there is one. Only folders that are reached without links are
    /// listed, so there is nothing to follow, and nothing above the folder needs to be looked at again.
    /// </summary>
    private bool TryFindListed(RelativePath path, out TreeEntry? entry)
    {
        entry = null;
        if (path.IsRoot || !_folders.TryGetValue(path.Parent, out var known) || !known.IsValueCreated)
        {
            return false;
        }

        entry = known.Value is { } entries ? Search(entries, path) : null;
        return true;
    }

    private static TreeEntry? Search(TreeEntry[] sorted, RelativePath path)
    {
        int low = 0;
        int high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = sorted[middle].Path.CompareTo(path);
            if (order == 0)
            {
                return sorted[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
