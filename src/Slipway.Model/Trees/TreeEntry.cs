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
    /// <summary>Bytes of a file.</summary>
    public long Size => Stamp.Size;
}
