using System.Text;

namespace Slipway.Core.Diagnostics;

/// <summary>Makes text that came from outside fit for one line of a message.</summary>
public static class Display
{
    private const int MaximumLength = 80;

    /// <summary>A text as it is, or its beginning and an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">At most this many characters, the ellipsis included.</param>
    public static string Clip(string text, int length) => text.Length > length ? text[..(length - 1)] + '…' : text;

    /// <summary>Control characters as escapes, so that a terminal is not taken over, and not more than 80 characters.</summary>
    public static string Text(string text)
    {
        return text.Length > MaximumLength
            ? Line(text[..MaximumLength]) + '…'
            : Line(text);
    }

    /// <summary>Control characters as escapes, however long the text is.</summary>
    public static string Line(string text)
    {
        if (!text.Any(NeedsEscape))
        {
            return text;
        }

        var result = new StringBuilder();
        foreach (char c in text)
        {
            _ = NeedsEscape(c) ? result.Append($"\\u{(int)c:x4}") : result.Append(c);
        }

        return result.ToString();
    }

    // U+202A to U+202E and U+2066 to U+2069 turn the direction of the text around them.
    internal static bool NeedsEscape(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
