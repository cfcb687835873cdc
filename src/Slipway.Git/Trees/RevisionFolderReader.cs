using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>The tree of a revision: the working tree, with what the revision has at the paths that differ.</summary>
/// <remarks>
/// What git does not keep shows through, because git cannot say that it changed: staged binaries, for one, are in the
/// contexts of every revision. And a file that is what the revision has is read from the disk, where the hash cache
/// knows it.
/// </remarks>
internal sealed class RevisionFolderReader : IFolderReader
{
    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Runnable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode AnyLink =
        Runnable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly ISourceTree _workingTree;
    private readonly RevisionFiles _files;

    // The folders in which the revision has something of its own, and those in which it lacks something.
    private readonly Dictionary<RelativePath, List<RelativePath>> _filled = [];
    private readonly HashSet<RelativePath> _thinned = [];

    public RevisionFolderReader(ISourceTree workingTree, RevisionFiles files)
    {
        _workingTree = workingTree;
        _files = files;
        foreach (var (path, file) in files.Changed)
        {
            for (var child = path; !child.IsRoot; child = child.Parent)
            {
                if (file is null ? !_thinned.Add(child.Parent) : !Fill(child.Parent, child))
                {
                    break;
                }
            }
        }

        foreach (var folder in files.BadNames.Keys)
        {
            _filled.TryAdd(folder, []);
            for (var child = folder; !child.IsRoot && Fill(child.Parent, child); child = child.Parent)
            {
            }
        }
    }

    public string RootPath => _workingTree.RootPath;

    public TreeEntry? Stat(RelativePath path)
    {
        if (_files.Changed.TryGetValue(path, out var file))
        {
            return file is null ? FolderIn(path) : EntryOf(path, file);
        }

        if (_filled.ContainsKey(path))
        {
            return FolderIn(path);
        }

        if (!ShowsThrough(path) || _workingTree.Find(path) is not { } entry)
        {
            return null;
        }

        // Git knows no empty folders: one whose files the revision does not have is not there.
        return
            entry.Kind == EntryKind.Folder
            && _thinned.Contains(path)
            && !path.IsRoot
            && List(path) is not { Count: > 0 }
            ? null
            : entry;
    }

    public IReadOnlyCollection<TreeEntry>? List(RelativePath folder)
    {
        if (_files.Changed.TryGetValue(folder, out var file) && file is RevisionFile.Submodule submodule)
        {
            throw GitProblems.SubmoduleUnavailable(folder.Value, submodule.Commit);
        }

        bool isFilled = _filled.TryGetValue(folder, out var own);
        bool isReal = ShowsThrough(folder) && _workingTree.Find(folder) is { Kind: EntryKind.Folder };
        if (!isFilled && !isReal)
        {
            return null;
        }

        var paths = new HashSet<RelativePath>(own ?? []);
        var entries = new List<TreeEntry>();
        foreach (var entry in isReal ? _workingTree.List(folder) : [])
        {
            if (_files.Changed.ContainsKey(entry.Path)
                || _filled.ContainsKey(entry.Path)
                || _thinned.Contains(entry.Path))
            {
                paths.Add(entry.Path);
            }
            else
            {
                entries.Add(entry);
            }
        }

        entries.AddRange(paths.Select(Stat).OfType<TreeEntry>());
        if (_files.BadNames.TryGetValue(folder, out var name))
        {
            entries.Add(TreeEntry.Unusable(
                folder.Child(Encoding.UTF8.GetString(name.Span)), TreeProblems.NameNotUtf8(folder, name.Span)));
        }

        return entries;
    }

    public TreeStream Open(RelativePath file)
    {
        if (!_files.Changed.TryGetValue(file, out var changed))
        {
            return ShowsThrough(file) ? _workingTree.OpenRead(file) : throw TreeProblems.NotFound(file);
        }

        return changed switch
        {
            RevisionFile.Regular regular => new RevisionStream(regular.Content.Open(), EntryOf(file, regular).Stamp),
            null => throw TreeProblems.NotFound(file),
            _ => throw TreeProblems.NotAFile(file),
        };
    }

    /// <returns>Whether the folder was empty, so that its own folder has to be told of it.</returns>
    private bool Fill(RelativePath folder, RelativePath child)
    {
        if (_filled.TryGetValue(folder, out var children))
        {
            children.Add(child);
            return false;
        }

        _filled[folder] = [child];
        return true;
    }

    /// <summary>Whether the working tree answers for a path: no folder of it is one in the revision only.</summary>
    private bool ShowsThrough(RelativePath path)
    {
        for (var at = path; !at.IsRoot; at = at.Parent)
        {
            if (_files.Changed.ContainsKey(at)
                || (_filled.ContainsKey(at) && _workingTree.Find(at) is not { Kind: EntryKind.Folder }))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The folder at a path, if the revision has something in it.</summary>
    private TreeEntry? FolderIn(RelativePath path) =>
        !_filled.ContainsKey(path) ? null
        : ShowsThrough(path) && _workingTree.Find(path) is { Kind: EntryKind.Folder } real ? real
        : new TreeEntry(path, EntryKind.Folder, Runnable, default, null);

    private TreeEntry EntryOf(RelativePath path, RevisionFile file) => file switch
    {
        RevisionFile.Regular regular => new TreeEntry(
            path, EntryKind.File, ModeOf(path, regular), new FileStamp(0, 0, regular.Content.Size, 0, 0), null),
        RevisionFile.Link link => new TreeEntry(path, EntryKind.Link, AnyLink, default, link.Target),
        _ => new TreeEntry(path, EntryKind.Folder, Runnable, default, null),
    };

    /// <summary>
    /// The bits that the file has on disk, where only its content differs: git keeps no more than whether it may be
    /// executed, and the taskgraph scheme counts them all.
    /// </summary>
    private UnixFileMode ModeOf(RelativePath path, RevisionFile.Regular file) =>
        _workingTree.Find(path) is { Kind: EntryKind.File } standing
        && standing.Mode.HasFlag(UnixFileMode.UserExecute) == file.IsExecutable
            ? standing.Mode
            : file.IsExecutable ? Runnable : Plain;
}
