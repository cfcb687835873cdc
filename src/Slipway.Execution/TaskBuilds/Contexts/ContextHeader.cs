using System.Text;
using Slipway.Core.Values;

namespace Slipway.Execution.TaskBuilds.Contexts;

/// <summary>The fields of a tar header that matter for a context.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format"; numbers in base 256 as GNU tar has them.</remarks>
internal readonly record struct ContextHeader(string Name, string LinkName, long Size, char Type)
{
    public const int BlockSize = 512;

    private const int SizeStart = 124;
    private const int SizeEnd = 136;
    private const int ChecksumStart = 148;
    private const int ChecksumEnd = 156;

    /// <exception cref="Core.Diagnostics.SlipwayException">It is no header.</exception>
    public static ContextHeader Parse(ReadOnlySpan<byte> block)
    {
        if (Checksum(block) != Number(block[ChecksumStart..ChecksumEnd]))
        {
            throw ContextErrors.Refused("a header's checksum is wrong");
        }

        string name = Text(block[..100]);
        string prefix = block[257..263].SequenceEqual("ustar\0"u8) ? Text(block[345..500]) : string.Empty;
        return new ContextHeader(
            prefix.Length == 0 ? name : $"{prefix}/{name}",
            Text(block[157..257]),
            Number(block[SizeStart..SizeEnd]),
            (char)block[ChecksumEnd]);
    }

    /// <summary>The same header for content of another size.</summary>
    public static byte[] WithSize(ReadOnlySpan<byte> block, long size)
    {
        byte[] changed = block.ToArray();
        Octal(changed.AsSpan(SizeStart, SizeEnd - SizeStart), size);
        // Six digits, a NUL and a space.
        Octal(changed.AsSpan(ChecksumStart, ChecksumEnd - ChecksumStart - 1), Checksum(changed));
        changed[ChecksumEnd - 1] = (byte)' ';
        return changed;
    }

    /// <summary>Zeros between content and the next header.</summary>
    public static int Padding(long size) => (int)(-size & (BlockSize - 1));

    /// <summary>A path in the context.</summary>
    /// <exception cref="Core.Diagnostics.SlipwayException">It leads outside.</exception>
    public static string SafeName(string name) =>
        !name.Split('/').Contains("..", StringComparer.Ordinal) && RelativePath.TryParse(name, out var path)
            ? path.Value.Value
            : throw ContextErrors.Refused($"the name {ContextErrors.Name(name)} leads outside of it");

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = 0;
        for (int i = 0; i < BlockSize; i++)
        {
            sum += i is >= ChecksumStart and < ChecksumEnd ? (byte)' ' : block[i];
        }

        return sum;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static void Octal(Span<byte> field, long value)
    {
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(field.Length - 1, '0'), field);
        field[^1] = 0;
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        bool isBinary = (field[0] & 0x80) != 0;
        long value = isBinary ? field[0] & 0x7f : 0;
        foreach (byte digit in isBinary ? field[1..] : field.Trim(" \0"u8))
        {
            if (value > long.MaxValue >> 9 || (!isBinary && digit is < (byte)'0' or > (byte)'7'))
            {
                throw ContextErrors.Refused("a number of a header is too large, or none");
            }

            value = isBinary ? (value << 8) | digit : (value << 3) | (long)(digit - '0');
        }

        return value;
    }
}
