using System.Buffers;
using System.Text;

namespace Slipway.Tar.Reading;

/// <summary>The fields of a 512-byte tar header that matter.</summary>
/// <param name="Name">The path as written.</param>
/// <param name="LinkName">Where a link leads, as written.</param>
/// <param name="Size">Bytes of what follows.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Type">The letter that says what it is.</param>
/// <remarks>
/// POSIX.1-2017, pax, "ustar Interchange Format"; numbers in base 256 as GNU tar writes them. Readers of tar disagree
/// about headers that are neither ustar nor GNU, so those are refused:
/// an engine could see another name than was looked at.
/// </remarks>
public readonly record struct TarHeader(string Name, string LinkName, long Size, long Mode, char Type)
{
    public const int BlockSize = 512;

    private const int NameLength = 100;
    private const int MagicStart = 257;
    private const int PrefixStart = 345;
    private const int PrefixEnd = 500;

    // GNU tar keeps two times where ustar has the beginning of the prefix.
    private const int GnuTimesEnd = 369;

    // Where star has its own mark, and times in the last bytes of the prefix.
    private const int StarMark = 508;

    private static readonly Range SizeField = 124..136;
    private static readonly Range ChecksumField = 148..156;
    private static readonly Range ModeField = 100..108;

    // Owner, group, time, and a device's two numbers: of no use here, but readers stop at those that are none.
    private static readonly Range[] OtherNumbers = [108..116, 116..124, 136..148, 329..337, 337..345];

    // The end of the year 9999: past it, and with owners that are longer, some readers stop.
    private const long LargestOther = 253_402_300_799;

    private static readonly SearchValues<byte> OctalField = SearchValues.Create("01234567 \0"u8);

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="Exception">Made by <see cref="TarFaults"/>: it is no header,
    /// or readers would disagree about it.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block, TarFaults faults)
    {
        if (Checksum(block) != Number(block[ChecksumField], faults))
        {
            throw faults.Damaged("a header's checksum is wrong");
        }

        foreach (var field in OtherNumbers)
        {
            if (Number(block[field], faults) > LargestOther)
            {
                throw faults.Refused("an owner, a time or a device of a header is no such number");
            }
        }

        string name = Field(block[..NameLength], faults);
        string prefix = Prefix(block, faults);
        return new TarHeader(
            prefix.Length == 0 ? name : $"{prefix}/{name}",
            Field(block[157..MagicStart], faults),
            Number(block[SizeField], faults),
            Number(block[ModeField], faults),
            (char)block[156]);
    }

    /// <summary>The same header for content of another size.</summary>
    public static byte[] WithSize(ReadOnlySpan<byte> block, long size)
    {
        byte[] changed = block.ToArray();
        Octal(changed.AsSpan(SizeField), size);
        // Six digits, a NUL and a space.
        var checksum = changed.AsSpan(ChecksumField);
        Octal(checksum[..^1], Checksum(changed));
        checksum[^1] = (byte)' ';
        return changed;
    }

    /// <summary>Zeros between content and the next header.</summary>
    public static int Padding(long size) => (int)(-size & (BlockSize - 1));

    /// <summary>The text of a name, which has to be one.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, TarFaults faults)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw faults.Refused("a name in it is not UTF-8");
        }
    }

    private static string Prefix(ReadOnlySpan<byte> block, TarFaults faults)
    {
        var magic = block[MagicStart..(MagicStart + 8)];
        var prefix = block[PrefixStart..PrefixEnd];
        if (magic.SequenceEqual("ustar\000"u8))
        {
            return block[StarMark..BlockSize].SequenceEqual("tar\0"u8)
                ? throw faults.Refused("a header has star's own format")
                : Field(prefix, faults);
        }

        if (!magic.SequenceEqual("ustar  \0"u8) && magic.ContainsAnyExcept((byte)0))
        {
            throw faults.Damaged("a header is neither ustar nor GNU tar");
        }

        // Some readers take what is not a time for a prefix.
        return block[PrefixStart..GnuTimesEnd].ContainsAnyExcept(OctalField)
            || block[GnuTimesEnd..PrefixEnd].ContainsAnyExcept((byte)0)
            ? throw faults.Refused("a header of GNU tar has a prefix")
            : string.Empty;
    }

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        foreach (byte value in block[ChecksumField])
        {
            sum += ' ' - value;
        }

        return sum;
    }

    private static string Field(ReadOnlySpan<byte> field, TarFaults faults)
    {
        int end = field.IndexOf((byte)0);
        return Text(end < 0 ? field : field[..end], faults);
    }

    private static void Octal(Span<byte> field, long value)
    {
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(field.Length - 1, '0'), field);
        field[^1] = 0;
    }

    private static long Number(ReadOnlySpan<byte> field, TarFaults faults)
    {
        // In base 256 the first byte is 0x80, or 0xff for negative numbers, which nothing here may be.
        bool isBinary = field[0] == 0x80;
        if (!isBinary && field[0] > 0x80)
        {
            throw faults.Refused("a number of a header is negative or has more than 63 bits");
        }

        long value = 0;
        foreach (byte digit in isBinary ? field[1..] : field.TrimStart((byte)' ').TrimEnd(" \0"u8))
        {
            if (!isBinary && digit is < (byte)'0' or > (byte)'7')
            {
                throw faults.Damaged("a number of a header is not octal");
            }

            if (value > long.MaxValue >> 8)
            {
                throw faults.Refused("a number of a header is negative or has more than 63 bits");
            }

            value = isBinary ? (value << 8) | digit : (value << 3) | (long)(digit - '0');
        }

        return value;
    }
}
