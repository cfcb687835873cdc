using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Trees;

/// <summary>One entry of the tree as it is on disk; links are not followed.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, with setuid, setgid and sticky.</param>
/// <param name="Stamp">What identifies this content.</param>
/// <param name="LinkTarget">The text of a link; null for everything else.</param>
public sealed record TreeEntry(
    RelativePath Path, EntryKind Kind, UnixFileMode Mode, FileStamp Stamp, string? LinkTarget)
{
    /// <summary>
    /// Why it can be a part of nothing, such as a name that is not UTF-8, for which the path has a stand-in; null for
    /// every other entry. Who leaves it out need not care.
    /// </summary>
    public Diagnostic? Problem { get; init; }

    /// <summary>Bytes of a file.</summary>
    public long Size => Stamp.Size;

    /// <summary>An entry that can be a part of nothing.</summary>
    /// <param name="path">Where it is, as far as that can be said.</param>
    /// <param name="problem">Why.</param>
    public static TreeEntry Unusable(RelativePath path, SlipwayException problem) =>
        new(path, EntryKind.Special, UnixFileMode.None, default, null) { Problem = problem.Diagnostics[0] };
}

/// <summary>What a directory entry is, links not followed.</summary>
public enum EntryKind
{
    File,
    Folder,
    Link,

    /// <summary>A device, a socket or a FIFO.</summary>
    Special,
}

/// <summary>What tells that a file is still the file that was hashed, without reading it.</summary>
/// <param name="Device">The device's number.</param>
/// <param name="Inode">The inode's number; 0 where there is none.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedNanoseconds">The modification time, in nanoseconds since 1970.</param>
/// <param name="ChangedNanoseconds">The inode's change time, in nanoseconds since 1970.</param>
public readonly record struct FileStamp(
    ulong Device, ulong Inode, long Size, long ModifiedNanoseconds, long ChangedNanoseconds)
{
    /// <summary>
    /// Whether a file with this stamp must be the file that was hashed. A stamp without an inode comes from a system
    /// that tells size and modification time only, and these stay the same when a file is rewritten with its old time.
    /// </summary>
    public bool IsConclusive => Inode != 0;
}
