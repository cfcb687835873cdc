using System.Text;
using Slipway.Core.Values;

namespace Slipway.Store.Archives;

/// <summary>The fields of a 512-byte tar header that matter here.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format"; base-256 numbers as GNU tar writes them.</remarks>
internal readonly record struct TarHeader(string Name, string LinkName, long Size, char Type)
{
    public const int BlockSize = 512;

    private const int ChecksumStart = 148;
    private const int ChecksumEnd = 156;

    /// <exception cref="Core.Diagnostics.SlipwayException">It is no header, or its numbers are out of range.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        long sum = 0;
        for (int i = 0; i < BlockSize; i++)
        {
            sum += i is >= ChecksumStart and < ChecksumEnd ? (byte)' ' : block[i];
        }

        if (sum != Number(block[ChecksumStart..ChecksumEnd]))
        {
            throw StoreErrors.ArchiveDamaged("a header's checksum is wrong");
        }

        string name = Text(block[..100]);
        string prefix = block[257..263].SequenceEqual("ustar\0"u8) ? Text(block[345..500]) : string.Empty;
        return new TarHeader(
            prefix.Length == 0 ? name : $"{prefix}/{name}",
            Text(block[157..257]),
            Number(block[124..136]),
            (char)block[156]);
    }

    /// <summary>A normalised path inside the archive.</summary>
    /// <exception cref="Core.Diagnostics.SlipwayException">It is empty, absolute or has a <c>..</c>.</exception>
    public static string SafeName(string name)
    {
        if (name.Split('/').Contains("..", StringComparer.Ordinal)
            || !RelativePath.TryParse(name, out var path)
            || path.Value.IsRoot && name is not ("." or "./"))
        {
            throw StoreErrors.ArchiveRefused($"the name '{Printable(name)}' leads outside the archive");
        }

        return path.Value.Value;
    }

    /// <summary>Where a link leads, as a path inside the archive.</summary>
    /// <exception cref="Core.Diagnostics.SlipwayException">It leads outside.</exception>
    public static string SafeTarget(string link, string target, bool symbolic)
    {
        var folder = symbolic ? RelativePath.Parse(link).Parent : RelativePath.Root;
        string joined = folder.IsRoot || target.StartsWith('/') ? target : $"{folder.Value}/{target}";
        return RelativePath.TryParse(joined, out var path) && !path.Value.IsRoot
            ? path.Value.Value
            : throw StoreErrors.ArchiveRefused($"the link '{Printable(link)}' leads outside the archive");
    }

    /// <summary>Text of an archive in a message: short, and without characters that move a terminal's cursor.</summary>
    public static string Printable(string text)
    {
        const int longest = 200;
        var cut = text.Length > longest ? text.AsSpan(0, longest) : text;
        return string.Create(cut.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            // Base 256: the first bit is a mark, the second the sign, and whatever does not fit 63 bits is refused.
            long value = field[0] & 0x7f;
            foreach (byte digit in field[1..])
            {
                value = value > (long.MaxValue >> 8) ? -1 : (value << 8) | digit;
                if (value < 0)
                {
                    break;
                }
            }

            return (field[0] & 0x40) == 0 && value >= 0
                ? value
                : throw StoreErrors.ArchiveRefused("a number of a header is negative or has more than 63 bits");
        }

        long octal = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                throw StoreErrors.ArchiveDamaged("a number of a header is not octal");
            }

            octal = (octal << 3) | (long)(digit - '0');
        }

        return octal;
    }
}
