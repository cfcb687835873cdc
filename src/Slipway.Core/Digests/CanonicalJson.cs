using System.Buffers;
using System.Text;

namespace Slipway.Core.Digests;

/// <summary>The pieces of RFC 8785 JSON (JCS) that manifests are made of: text, and objects of text.</summary>
/// <remarks>
/// https://www.rfc-editor.org/rfc/rfc8785. Strings escape the quote, the backslash and the control characters, each in
/// its shortest form, and nothing else; Python's <c>json.dumps(…, ensure_ascii=False)</c> writes the same bytes.
/// </remarks>
internal static class CanonicalJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    /// <summary>Whether every surrogate in a text is half of a pair; what is not cannot be written as UTF-8.</summary>
    public static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="EncoderFallbackException">The text is not Unicode; see <see cref="IsUnicode"/>.</exception>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var special)
        {
            StrictUtf8.GetBytes(text[..special], output);
            WriteEscape(output, text[special]);
            text = text[(special + 1)..];
        }

        StrictUtf8.GetBytes(text, output);
        output.Write("\""u8);
    }

    /// <summary>An object of text; its keys sorted as the comparer says.</summary>
    public static void WriteObject(
        IBufferWriter<byte> output, IEnumerable<KeyValuePair<string, string>> members, IComparer<string> order)
    {
        output.Write("{"u8);
        bool first = true;
        foreach (var (key, value) in members.OrderBy(member => member.Key, order))
        {
            output.Write(first ? ""u8 : ","u8);
            first = false;
            WriteString(output, key);
            output.Write(":"u8);
            WriteString(output, value);
        }

        output.Write("}"u8);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char special)
    {
        switch (special)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\b':
                output.Write("\\b"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\f':
                output.Write("\\f"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            default:
                StrictUtf8.GetBytes($"\\u{(int)special:x4}", output);
                break;
        }
    }
}
