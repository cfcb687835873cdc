using System.Buffers.Text;

namespace Slipway.Tar.Reading;

/// <summary>
/// The records of a pax extended header that change an entry: <c>path</c>, <c>linkpath</c>, <c>size</c>.
/// </summary>
/// <remarks>POSIX.1-2017, pax, "pax Extended Header": <c>"%d %s=%s\n", length, keyword, value</c>.</remarks>
internal readonly record struct PaxRecords(string? Path, string? LinkPath, long? Size)
{
    /// <exception cref="Exception">Made by <see cref="TarFaults"/>: it is malformed,
    /// or readers would disagree about it.</exception>
    public static PaxRecords Parse(ReadOnlySpan<byte> content, TarFaults faults)
    {
        var records = default(PaxRecords);
        while (!content.IsEmpty)
        {
            int space = content.IndexOf((byte)' ');
            if (space < 0
                || !Utf8Parser.TryParse(content[..space], out int length, out int used)
                || used != space
                || length <= space + 1
                || length > content.Length
                || content[length - 1] != (byte)'\n'
                || content[space..length].IndexOf((byte)'=') is not (> 1 and var equals))
            {
                throw faults.Damaged("an extended header cannot be read");
            }

            var key = content[(space + 1)..(space + equals)];
            var value = content[(space + equals + 1)..(length - 1)];
            content = content[length..];
            if (key.SequenceEqual("path"u8))
            {
                records = records with { Path = Once(records.Path, value, faults) };
            }
            else if (key.SequenceEqual("linkpath"u8))
            {
                records = records with { LinkPath = Once(records.LinkPath, value, faults) };
            }
            else if (key.SequenceEqual("size"u8))
            {
                records = records.Size is null
                    && Utf8Parser.TryParse(value, out long size, out int digits) && digits == value.Length && size >= 0
                        ? records with { Size = size }
                        : throw faults.Refused("a size of an extended header is negative, no number, or there twice");
            }
            else if (key.StartsWith("GNU.sparse."u8))
            {
                throw faults.Refused("it has a sparse file");
            }
            else if (key.EndsWith("security.capability"u8))
            {
                throw faults.Refused("it has a file with capabilities");
            }
        }

        return records;
    }

    // Of two, or of none, some readers take the header's.
    private static string Once(string? before, ReadOnlySpan<byte> value, TarFaults faults) =>
        before is null && !value.IsEmpty
            ? TarHeader.Text(value, faults)
            : throw faults.Refused("a path of an extended header is empty, or there twice");
}
