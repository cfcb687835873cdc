using System.Formats.Tar;
using Slipway.Files.Paths;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Folders;

/// <summary>Reads the tree with what .NET offers on every Unix.</summary>
/// <remarks>
/// That is less than <see cref="LinuxFolderReader"/> has. There is no inode and no change time, so the hash cache is
/// not used (<see cref="FileStamp.IsConclusive"/>), and between a look at a folder and a read from it somebody else may
/// put a link in its place.
/// </remarks>
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

    public IReadOnlyCollection<TreeEntry>? List(RelativePath folder)
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
            : info is FileInfo file && IsSpecial(file) ? EntryKind.Special
            : EntryKind.File;
        return new TreeEntry(path, kind, info.UnixFileMode, StampOf(info), info.LinkTarget);
    }

    /// <summary>Whether it is a device, a socket or a FIFO, which .NET tells only in how it would archive it.</summary>
    private static bool IsSpecial(FileInfo file)
    {
        // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 (typeflag)
        const int TypeOffset = 156;
        if (file.Length > 0)
        {
            return false;
        }

        try
        {
            using var header = new MemoryStream();
            using (var writer = new TarWriter(header, TarEntryFormat.Gnu, leaveOpen: true))
            {
                writer.WriteEntry(file.FullName, "file");
            }

            return header.GetBuffer()[TypeOffset] != (byte)TarEntryType.RegularFile;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or FileNotFoundException)
        {
            // Reading it will tell.
            return false;
        }
        catch (IOException)
        {
            // A socket, which no archive can hold.
            return true;
        }
    }

    private static FileStamp StampOf(FileSystemInfo info) => new(
        Device: 0,
        Inode: 0,
        info is FileInfo { LinkTarget: null } file ? file.Length : 0,
        Nanoseconds(info.LastWriteTimeUtc),
        ChangedNanoseconds: 0);

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
