using System.Buffers.Text;
using System.Text;

namespace Slipway.Store.Archives;

/// <summary>The records of a pax extended header that change an entry: <c>path</c>, <c>linkpath</c>, <c>size</c>.</summary>
/// <remarks>POSIX.1-2017, pax, "pax Extended Header": <c>"%d %s=%s\n", length, keyword, value</c>.</remarks>
internal readonly record struct PaxRecords(string? Path, string? LinkPath, long? Size)
{
    public static PaxRecords Parse(ReadOnlySpan<byte> content)
    {
        var records = default(PaxRecords);
        while (!content.IsEmpty)
        {
            int space = content.IndexOf((byte)' ');
            if (space < 0
                || !Utf8Parser.TryParse(content[..space], out int length, out int used) || used != space
                || length <= space + 1 || length > content.Length || content[length - 1] != (byte)'\n'
                || content[space..length].IndexOf((byte)'=') is not (> 0 and var equals))
            {
                throw StoreErrors.ArchiveDamaged("an extended header cannot be read");
            }

            string key = Encoding.UTF8.GetString(content[(space + 1)..(space + equals)]);
            var value = content[(space + equals + 1)..(length - 1)];
            content = content[length..];
            records = key switch
            {
                "path" => records with { Path = Encoding.UTF8.GetString(value) },
                "linkpath" => records with { LinkPath = Encoding.UTF8.GetString(value) },
                "size" => records with { Size = Number(value) },
                _ when key.StartsWith("GNU.sparse.", StringComparison.Ordinal) =>
                    throw StoreErrors.ArchiveRefused("it has a sparse file"),
                _ => records,
            };
        }

        return records;
    }

    private static long Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length && number >= 0
            ? number
            : throw StoreErrors.ArchiveRefused("a size of an extended header is negative or no number");
}
