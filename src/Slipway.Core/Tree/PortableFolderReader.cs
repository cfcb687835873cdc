using Slipway.Core.Values;

namespace Slipway.Core.Tree;

/// <summary>Reads the tree with what .NET offers on every system: no inode, no change time, and times as coarse as its own.</summary>
/// <param name="root">The root folder; it may be reached through links.</param>
internal sealed class PortableFolderReader(string root) : IFolderReader
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        ReturnSpecialDirectories = false,
    };

    public string RootPath { get; } = RealPath.Of(root);

    public TreeEntry? Stat(RelativePath path)
    {
        if (!FoldersAreReal(path))
        {
            return null;
        }

        string full = FullPath(path);
        var file = new FileInfo(full);
        return file.Exists || file.LinkTarget is not null ? Entry(path, file)
            : Directory.Exists(full) ? Entry(path, new DirectoryInfo(full))
            : null;
    }

    public List<TreeEntry>? List(RelativePath folder)
    {
        var info = new DirectoryInfo(FullPath(folder));
        if (!FoldersAreReal(folder) || !info.Exists || info.LinkTarget is not null)
        {
            return null;
        }

        try
        {
            return [.. info.EnumerateFileSystemInfos("*", Everything).Select(e => Entry(folder.Child(e.Name), e))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw TreeProblems.Unreadable(folder, problem.Message, problem);
        }
    }

    public TreeStream Open(RelativePath file)
    {
        string full = FullPath(file);
        if (Stat(file) is not { } entry)
        {
            throw TreeProblems.NotFound(file);
        }

        if (entry.Kind != EntryKind.File)
        {
            throw TreeProblems.Changed(file);
        }

        try
        {
            var handle = File.OpenHandle(full, share: FileShare.ReadWrite | FileShare.Delete);
            return new TreeFileStream(file, handle, () => Stat(file)?.Stamp ?? throw TreeProblems.Changed(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw TreeProblems.Unreadable(file, problem.Message, problem);
        }
    }

    private static TreeEntry Entry(RelativePath path, FileSystemInfo info)
    {
        var kind = info.LinkTarget is not null ? EntryKind.Link
            : info is DirectoryInfo ? EntryKind.Folder
            : EntryKind.File;

        // Windows knows no executable bit; a script checked out there is archived as any other file.
        var mode = OperatingSystem.IsWindows()
            ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            : info.UnixFileMode;
        return new TreeEntry(path, kind, mode, StampOf(info), LinkTarget(info));
    }

    private static string? LinkTarget(FileSystemInfo info) =>
        OperatingSystem.IsWindows() ? info.LinkTarget?.Replace('\\', '/') : info.LinkTarget;

    private static FileStamp StampOf(FileSystemInfo info) => new(
        Device: 0,
        Inode: 0,
        info is FileInfo { LinkTarget: null } file ? file.Length : 0,
        Nanoseconds(info.LastWriteTimeUtc),
        Nanoseconds(info.CreationTimeUtc));

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private bool FoldersAreReal(RelativePath path)
    {
        for (var folder = path.Parent; !folder.IsRoot; folder = folder.Parent)
        {
            var info = new DirectoryInfo(FullPath(folder));
            if (!info.Exists || info.LinkTarget is not null)
            {
                return false;
            }
        }

        return true;
    }

    private string FullPath(RelativePath path) => Path.Join(RootPath, path.Value);
}
