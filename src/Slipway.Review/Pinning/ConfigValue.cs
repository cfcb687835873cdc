using System.Text;
using Slipway.Model.Images;

namespace Slipway.Review.Pinning;

/// <summary>Finds the bytes of a value of <c>slipway.yml</c>.</summary>
internal static class ConfigValue
{
    /// <param name="content">The file's bytes, UTF-8.</param>
    /// <param name="place">Where the value is written.</param>
    /// <returns>Offset and length of the value without anchor, tag and quotes;
    /// null when it is written with escapes or folded.</returns>
    public static (int Offset, int Length)? Find(ReadOnlyMemory<byte> content, ArgumentPlace place, string value)
    {
        var bytes = content.Span;
        int mark = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        string text = Encoding.UTF8.GetString(bytes[mark..]);
        if (place.End > text.Length)
        {
            return null;
        }

        int end = place.End;
        if (end > place.Start && text[end - 1] is '"' or '\'')
        {
            end--;
        }

        int start = end - value.Length;
        return start >= place.Start && text.AsSpan(start..end).SequenceEqual(value)
            ? (mark + Encoding.UTF8.GetByteCount(text.AsSpan(0, start)), Encoding.UTF8.GetByteCount(value))
            : null;
    }
}
