using System.Runtime.InteropServices;
using Slipway.Model.Trees;

namespace Slipway.Files.Linux;

/// <summary>The fields that Slipway reads of the kernel's <c>struct statx</c>.</summary>
/// <remarks>
/// Part of the kernel's interface and laid out alike on every architecture, unlike <c>struct stat</c>:
/// https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/stat.h
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
public struct StatxBuffer
{
    private const int TypeMask = 0xF000;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(28)]
    public ushort FullMode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(96)]
    public long ChangedSeconds;

    [FieldOffset(104)]
    public uint ChangedFraction;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedFraction;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly EntryKind Kind => (FullMode & TypeMask) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Folder,
        0xA000 => EntryKind.Link,
        _ => EntryKind.Special,
    };

    public readonly UnixFileMode Mode => (UnixFileMode)(FullMode & 0xFFF);

    public readonly FileStamp Stamp => new(
        ((ulong)DeviceMajor << 32) | DeviceMinor,
        Inode,
        Size,
        unchecked((ModifiedSeconds * 1_000_000_000) + ModifiedFraction),
        unchecked((ChangedSeconds * 1_000_000_000) + ChangedFraction));
}
