namespace Slipway.Model.Trees;

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
    /// Whether a file with this stamp must be the file that was hashed. A stamp without an inode comes from a system that
    /// tells size and modification time only, and these stay the same when a file is rewritten with its old time.
    /// </summary>
    public bool IsConclusive => Inode != 0;
}
