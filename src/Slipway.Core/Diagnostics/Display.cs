using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Core.Diagnostics;

/// <summary>Makes text that came from outside fit for one line of a message.</summary>
public static partial class Display
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
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                result.Append(c).Append(text[++i]);
            }
            else
            {
                _ = NeedsEscape(c) ? result.Append($"\\u{(int)c:x4}") : result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>A line that a program printed, as a terminal would be left showing it, without colours and other commands.</summary>
    public static string Printed(string line)
    {
        string shown = line.TrimEnd('\r');
        shown = shown[(shown.LastIndexOf('\r') + 1)..];
        return Line(ControlSequence().Replace(shown, string.Empty).Replace("\t", "    ", StringComparison.Ordinal));
    }

    // ECMA-48: control sequences (5.4), and control strings such as a window's title (5.6).
    [GeneratedRegex(
        @"\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\))",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ControlSequence();

    // U+202A to U+202E and U+2066 to U+2069 turn the direction of the text around them.
    internal static bool NeedsEscape(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
