using System.Buffers.Text;
using System.Text;

namespace Slipway.Execution.TaskBuilds.Contexts;

/// <summary>The records of an extended header that change an entry.</summary>
/// <remarks>POSIX.1-2017, pax, "pax Extended Header": <c>"%d %s=%s\n", length, keyword, value</c>.</remarks>
internal readonly record struct PaxHeader(string? Path, string? LinkPath, long? Size)
{
    public static PaxHeader Parse(ReadOnlySpan<byte> content)
    {
        var records = default(PaxHeader);
        while (!content.IsEmpty)
        {
            int space = content.IndexOf((byte)' ');
            if (space < 0
                || !Utf8Parser.TryParse(content[..space], out int length, out int used)
                || used != space
                || length <= space + 1
                || length > content.Length
                || content[length - 1] != (byte)'\n'
                || content[space..length].IndexOf((byte)'=') is not (> 0 and var equals))
            {
                throw ContextErrors.Refused("an extended header cannot be read");
            }

            var key = content[(space + 1)..(space + equals)];
            var value = content[(space + equals + 1)..(length - 1)];
            content = content[length..];
            if (key.SequenceEqual("path"u8))
            {
                records = records with { Path = Encoding.UTF8.GetString(value) };
            }
            else if (key.SequenceEqual("linkpath"u8))
            {
                records = records with { LinkPath = Encoding.UTF8.GetString(value) };
            }
            else if (key.SequenceEqual("size"u8))
            {
                records = Utf8Parser.TryParse(value, out long size, out int digits) && digits == value.Length && size >= 0
                    ? records with { Size = size }
                    : throw ContextErrors.Refused("a size of an extended header is no number");
            }
            else if (key.StartsWith("GNU.sparse."u8))
            {
                throw ContextErrors.Refused("it has a sparse file");
            }
        }

        return records;
    }
}
