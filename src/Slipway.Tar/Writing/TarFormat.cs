using System.Text;

namespace Slipway.Tar.Writing;

/// <summary>The headers of the archive that a build context is: GNU tar as Python's <c>tarfile</c> writes it.</summary>
/// <remarks>
/// The digests of the taskgraph scheme are hashes of these bytes, so every field is as Python's
/// (https://github.com/python/cpython/blob/v3.8.20/Lib/tarfile.py, <c>TarInfo.create_gnu_header</c>), device fields
/// filled with zeros included, which Python leaves empty since 3.9 and taskgraph brings back.
/// </remarks>
public static class TarFormat
{
    public const int BlockSize = 512;

    /// <summary>The archive is padded to a multiple of this (<c>RECORDSIZE</c>).</summary>
    public const int RecordSize = 20 * BlockSize;

    /// <summary>
    /// 2016-01-01T00:00:00Z, what taskgraph gives every file (<c>DEFAULT_MTIME</c> in taskgraph/util/archive.py).
    /// </summary>
    public const long ModificationTime = 1451606400;

    private const int NameLength = 100;
    private const int LinkTargetOffset = 157;
    private const int PermissionBits = 0xFFF;

    private const byte RegularFile = (byte)'0';
    private const byte SymbolicLink = (byte)'2';
    private const byte LongName = (byte)'L';
    private const byte LongLink = (byte)'K';

    /// <summary>Everything of an entry before its content: the header, and what precedes it for long names.</summary>
    /// <param name="path">Where the entry is unpacked, with slashes between.</param>
    /// <param name="mode">Its permission bits; others are left out.</param>
    /// <param name="linkTarget">What a symbolic link points at; null for a file.</param>
    /// <param name="size">Bytes of content.</param>
    public static byte[] Header(string path, UnixFileMode mode, string? linkTarget, long size)
    {
        byte[] name = Encoding.UTF8.GetBytes(path);
        byte[] target = Encoding.UTF8.GetBytes(linkTarget ?? string.Empty);
        var header = new MemoryStream(BlockSize);
        if (target.Length > NameLength)
        {
            WriteLong(header, target, LongLink);
        }

        if (name.Length > NameLength)
        {
            WriteLong(header, name, LongName);
        }

        Span<byte> block = stackalloc byte[BlockSize];
        Fill(
            block,
            name,
            (int)mode & PermissionBits,
            size,
            ModificationTime,
            linkTarget is null ? RegularFile : SymbolicLink,
            target);
        header.Write(block);
        return header.ToArray();
    }

    /// <summary>Zeros between content and the next header.</summary>
    public static int Padding(long size) => (int)(-size & (BlockSize - 1));

    /// <summary>Zeros at the end: two blocks, and what fills the last record.</summary>
    /// <param name="written">Bytes before them.</param>
    public static int EndPadding(long written)
    {
        const int EndMarker = 2 * BlockSize;
        long partial = (written + EndMarker) % RecordSize;
        return EndMarker + (partial == 0 ? 0 : (int)(RecordSize - partial));
    }

    private static void WriteLong(MemoryStream header, ReadOnlySpan<byte> text, byte type)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        int size = text.Length + 1;
        Fill(block, "././@LongLink"u8, mode: 0, size, modified: 0, type, linkTarget: []);
        header.Write(block);
        header.Write(text);
        header.WriteByte(0);
        block.Clear();
        header.Write(block[..Padding(size)]);
    }

    private static void Fill(
        Span<byte> block,
        ReadOnlySpan<byte> name,
        int mode,
        long size,
        long modified,
        byte type,
        ReadOnlySpan<byte> linkTarget)
    {
        block.Clear();
        name[..Math.Min(name.Length, NameLength)].CopyTo(block);
        Number(block.Slice(100, 8), mode);
        Number(block.Slice(108, 8), 0);
        Number(block.Slice(116, 8), 0);
        Number(block.Slice(124, 12), size);
        Number(block.Slice(136, 12), modified);
        block.Slice(148, 8).Fill((byte)' ');
        block[156] = type;
        linkTarget[..Math.Min(linkTarget.Length, NameLength)].CopyTo(block[LinkTargetOffset..]);
        "ustar  \0"u8.CopyTo(block[257..]);
        Number(block.Slice(329, 8), 0);
        Number(block.Slice(337, 8), 0);

        int sum = 0;
        foreach (byte b in block)
        {
            sum += b;
        }

        // Six digits and a NUL; the last of the eight spaces that were summed stays.
        Number(block.Slice(148, 7), sum);
    }

    /// <summary>Octal digits and a NUL, or base 256 when they do not suffice (from 8 GiB in twelve bytes).</summary>
    private static void Number(Span<byte> field, long value)
    {
        int digits = field.Length - 1;
        if (value >> (3 * digits) == 0)
        {
            field[digits] = 0;
            for (int i = digits - 1; i >= 0; i--)
            {
                field[i] = (byte)('0' + (value & 7));
                value >>= 3;
            }

            return;
        }

        for (int i = digits; i > 0; i--)
        {
            field[i] = (byte)value;
            value >>= 8;
        }

        field[0] = 0x80;
    }
}
