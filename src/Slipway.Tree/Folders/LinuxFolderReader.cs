using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Slipway.Files.Linux;
using Slipway.Files.Paths;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Folders;

/// <summary>
/// Reads the tree with Linux's own calls: full mode bits, inodes, nanoseconds, and no link followed anywhere.
/// </summary>
internal sealed class LinuxFolderReader : IFolderReader
{
    private const int ListBuffer = 64 * 1024;

    // struct linux_dirent64: https://man7.org/linux/man-pages/man2/getdents.2.html
    private const int EntryLengthOffset = 16;
    private const int EntryNameOffset = 19;

    // Of the whole life of this, so that each folder costs one call; a tree has no end that somebody would tell it.
    // Null without openat2: each folder on the way from the root is then opened by itself.
    private readonly SafeFileHandle? _root;

    /// <param name="root">The root folder; it may be reached through links.</param>
    public LinuxFolderReader(string root)
        : this(root, mayOpenBelow: true)
    {
    }

    /// <param name="root">The root folder; it may be reached through links.</param>
    /// <param name="mayOpenBelow">Whether openat2 is used where it is allowed: kernels before 5.6 and some sandboxes
    /// have none.</param>
    internal LinuxFolderReader(string root, bool mayOpenBelow)
    {
        RootPath = RealPath.Of(root);
        using var folder = FolderHandle.OpenRoot(RootPath, LinuxCalls.WalkFolder);
        _root = mayOpenBelow ? FolderHandle.OpenBelow(folder, ".", LinuxCalls.WalkFolder).ToKept() : null;
    }

    public string RootPath { get; }

    public TreeEntry? Stat(RelativePath path)
    {
        if (path.IsRoot || _root is not null)
        {
            // What is not there, which is asked for often, costs one call.
            using var itself = OpenFolder(path, LinuxCalls.LookAt);
            return itself.IsOpen ? Stat(itself, path, string.Empty) : null;
        }

        using var parent = OpenFolder(path.Parent, LinuxCalls.WalkFolder);
        return parent.IsOpen ? Stat(parent, path, path.Name) : null;
    }

    public IReadOnlyCollection<TreeEntry>? List(RelativePath folder)
    {
        using var handle = OpenFolder(folder, LinuxCalls.ListFolder);
        if (!handle.IsOpen)
        {
            return null;
        }

        var entries = new List<TreeEntry>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ListBuffer);
        try
        {
            while (true)
            {
                nint read = LinuxCalls.GetEntries(handle.Descriptor, buffer, (nuint)buffer.Length);
                if (read < 0)
                {
                    throw TreeProblems.Unreadable(folder, Marshal.GetLastPInvokeErrorMessage());
                }

                if (read == 0)
                {
                    return entries;
                }

                AddEntries(buffer.AsSpan(0, (int)read), folder, handle, entries);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public TreeStream Open(RelativePath file)
    {
        int descriptor = OpenBelow(file, LinuxCalls.ReadFile).Descriptor;
        if (descriptor < 0)
        {
            throw Marshal.GetLastPInvokeError() switch
            {
                LinuxCalls.ErrorNoEntry => TreeProblems.NotFound(file),
                LinuxCalls.ErrorNotFolder or LinuxCalls.ErrorTooManyLinks => TreeProblems.Changed(file),
                LinuxCalls.ErrorNoDevice => TreeProblems.NotAFile(file),
                _ => TreeProblems.Unreadable(file, Marshal.GetLastPInvokeErrorMessage()),
            };
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Stamp(descriptor) is not { Kind: EntryKind.File })
        {
            handle.Dispose();
            throw TreeProblems.NotAFile(file);
        }

        return new TreeFileStream(
            file,
            handle,
            () => Stamp(descriptor)?.Stamp
                ?? throw TreeProblems.Unreadable(file, Marshal.GetLastPInvokeErrorMessage()));
    }

    /// <returns>A handle that is not open when there is no such folder.</returns>
    private FolderHandle OpenFolder(RelativePath folder, int flags)
    {
        var handle = OpenBelow(folder, flags);
        if (!handle.IsOpen
            && Marshal.GetLastPInvokeError() is not (LinuxCalls.ErrorNoEntry
                or LinuxCalls.ErrorNotFolder
                or LinuxCalls.ErrorTooManyLinks))
        {
            throw TreeProblems.Unreadable(folder, Marshal.GetLastPInvokeErrorMessage());
        }

        return handle;
    }

    /// <summary>Opens a path so that no link in it is ever followed, whatever happens to the tree meanwhile.</summary>
    private FolderHandle OpenBelow(RelativePath path, int flags)
    {
        if (_root is not null)
        {
            var root = new FolderHandle((int)_root.DangerousGetHandle());
            var opened = FolderHandle.OpenBelow(root, path.IsRoot ? "." : path.Value, flags);
            GC.KeepAlive(_root);
            return opened;
        }

        if (path.IsRoot)
        {
            return FolderHandle.OpenRoot(RootPath, flags);
        }

        var handle = FolderHandle.OpenRoot(RootPath, LinuxCalls.WalkFolder);
        string[] components = path.Value.Split('/');
        for (int i = 0; i < components.Length && handle.IsOpen; i++)
        {
            using var parent = handle;
            handle = FolderHandle.Open(
                parent, components[i], i == components.Length - 1 ? flags : LinuxCalls.WalkFolder);
        }

        return handle;
    }

    private static void AddEntries(
        ReadOnlySpan<byte> records, RelativePath folder, FolderHandle handle, List<TreeEntry> entries)
    {
        while (!records.IsEmpty)
        {
            int length = BitConverter.ToUInt16(records[EntryLengthOffset..]);
            var name = records[EntryNameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            records = records[length..];
            if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            {
                continue;
            }

            if (!TryDecode(name, out string text))
            {
                // As many stand-ins as a pattern of .dockerignore would see characters.
                entries.Add(TreeEntry.Unusable(
                    folder.Child(Encoding.UTF8.GetString(name)), TreeProblems.NameNotUtf8(folder, name)));
            }
            else if (Stat(handle, folder.Child(text), text) is { } entry)
            {
                entries.Add(entry);
            }
        }
    }

    /// <param name="parent">Where to look.</param>
    /// <param name="path">The path of what is looked for.</param>
    /// <param name="name">Its name there; empty for what is open itself.</param>
    private static TreeEntry? Stat(FolderHandle parent, RelativePath path, string name)
    {
        const int Flags = LinuxCalls.StatNoFollow | LinuxCalls.StatNoAutomount | LinuxCalls.StatHandleItself;
        if (LinuxCalls.Statx(parent.Descriptor, name, Flags, LinuxCalls.StatBasic, out var status) != 0)
        {
            return Marshal.GetLastPInvokeError() is LinuxCalls.ErrorNoEntry or LinuxCalls.ErrorNotFolder
                ? null
                : throw TreeProblems.Unreadable(path, Marshal.GetLastPInvokeErrorMessage());
        }

        if (status.Kind != EntryKind.Link)
        {
            return new TreeEntry(path, status.Kind, status.Mode, status.Stamp, null);
        }

        // The kernel's limit for a link's text: https://man7.org/linux/man-pages/man7/symlink.7.html (PATH_MAX).
        Span<byte> buffer = stackalloc byte[4096];
        nint length = LinuxCalls.ReadLinkAt(parent.Descriptor, name, buffer, (nuint)buffer.Length);
        return length < 0
            ? throw TreeProblems.Unreadable(path, Marshal.GetLastPInvokeErrorMessage())
            : TryDecode(buffer[..(int)length], out string target)
                ? new TreeEntry(path, status.Kind, status.Mode, status.Stamp, target)
            : TreeEntry.Unusable(path, TreeProblems.NameNotUtf8(path, buffer[..(int)length]));
    }

    private static StatxBuffer? Stamp(int descriptor) =>
        LinuxCalls.Statx(descriptor, (byte)0, LinuxCalls.StatHandleItself, LinuxCalls.StatBasic, out var status) == 0
            ? status
            : null;

    private static bool TryDecode(ReadOnlySpan<byte> name, out string text)
    {
        bool isText = Utf8.IsValid(name);
        text = isText ? Encoding.UTF8.GetString(name) : string.Empty;
        return isText;
    }
}
