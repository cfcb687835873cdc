using System.Globalization;
using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Python's notions of text, where digests of the taskgraph scheme depend on them.</summary>
internal static class PythonText
{
    /// <summary>Universal newlines: CR LF and a lone CR become LF.</summary>
    /// <remarks>https://docs.python.org/3/library/functions.html#open, parameter <c>newline</c>.</remarks>
    public static string WithUniversalNewlines(string text) =>
        text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;

    /// <summary><c>str.strip()</c>: besides Unicode white space, the four ASCII separators count.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Whether <c>\w</c> of a text pattern matches: <c>str.isalnum()</c> or an underscore.</summary>
    /// <remarks>
    /// .NET's own <c>\w</c> differs: it takes combining marks and leaves out letter numbers such as Ⅷ.
    /// </remarks>
    public static bool IsWord(Rune rune) =>
        rune.Value == '_' || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';
}
