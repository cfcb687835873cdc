using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Model.Text;

/// <summary>
/// Makes text that somebody else wrote fit to be shown: what a terminal would act on, or hide, becomes visible.
/// </summary>
/// <remarks>
/// <para>
/// Escaped are controls (C0, DEL, C1), what turns the direction of text (U+061C, U+200E, U+200F, U+202A to U+202E,
/// U+2066 to U+2069: https://trojansource.codes), what ends lines (U+2028, U+2029), what has no width or is not shown
/// (zero-width characters, invisible operators, interlinear marks, tags, U+FEFF), and halves of surrogate pairs.
/// </para>
/// <para>
/// An escape is <c>\u</c> and the four digits of each UTF-16 unit, as in JSON: within a string of JSON, and of quoted
/// YAML outside of the pairs, it means what was there.
/// </para>
/// </remarks>
public static partial class Display
{
    private const int MaximumLength = 80;

    /// <summary>A text as it is, or its beginning and an ellipsis.</summary>
    /// <param name="length">At most this many characters, the ellipsis included.</param>
    public static string Clip(string text, int length) =>
        text.Length > length ? Beginning(text, length - 1) + '…' : text;

    /// <summary>A text as it is, or its beginning and its end with an ellipsis between: for what programs say of their
    /// failures, where the cause comes last.</summary>
    /// <param name="length">At most this many characters, the ellipsis included.</param>
    public static string Ends(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int before = (length - 1) / 3;
        return Beginning(text, before) + '…' + End(text, length - 1 - before);
    }

    /// <summary>Escaped for one line, and not more than 80 characters of it.</summary>
    public static string Text(string text) =>
        text.Length > MaximumLength ? Line(Beginning(text, MaximumLength)) + '…' : Line(text);

    /// <summary>Escaped for one line, however long it is.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>Escaped, with line ends and tabs as they are: for what is made of lines, such as a document.</summary>
    public static string Lines(string text) => Escape(text, keepLines: true);

    /// <summary>
    /// Whether a character has to be escaped; of a surrogate pair, both units are asked for together.
    /// </summary>
    public static bool NeedsEscape(char high, char low) => IsHidden(char.ConvertToUtf32(high, low));

    /// <summary>Whether a character by itself has to be escaped.</summary>
    public static bool NeedsEscape(char c) => char.IsControl(c) || char.IsSurrogate(c) || IsHidden(c);

    /// <summary>The escape of a UTF-16 unit.</summary>
    public static string EscapeOf(char c) => $"\\u{(int)c:x4}";

    private static string Escape(string text, bool keepLines)
    {
        StringBuilder? result = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]);
            bool escapes = isPair ? NeedsEscape(c, text[i + 1]) : NeedsEscape(c) && !(keepLines && c is '\n' or '\t');
            if (escapes)
            {
                result ??= new StringBuilder(text, 0, i, text.Length + 16);
                result.Append(EscapeOf(c));
                _ = isPair ? result.Append(EscapeOf(text[i + 1])) : result;
            }
            else
            {
                result?.Append(c);
                _ = isPair ? result?.Append(text[i + 1]) : result;
            }

            i += isPair ? 1 : 0;
        }

        return result?.ToString() ?? text;
    }

    // Half a pair is no character.
    private static string Beginning(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string End(string text, int length)
    {
        int start = text.Length - length;
        return text[(length > 0 && char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }

    // https://www.unicode.org/Public/16.0.0/ucd/DerivedCoreProperties.txt, Default_Ignorable_Code_Point, without what
    // spells words and pictures: the soft hyphen, fillers of Hangul and variation selectors of emoji.
    private static bool IsHidden(int rune) =>
        rune
            is 0x061c
                or 0x180e
                or (>= 0x200b and <= 0x200f)
                or (>= 0x2028 and <= 0x202e)
                or (>= 0x2060 and <= 0x206f)
                or 0xfeff
                or (>= 0xfff9 and <= 0xfffb)
                or (>= 0x1bca0 and <= 0x1bca3)
                or (>= 0x1d173 and <= 0x1d17a)
                or (>= 0xe0000 and <= 0xe0fff);

    /// <summary>
    /// A line that a program printed, as a terminal would be left showing it, without colours and other commands.
    /// </summary>
    public static string Printed(string line) =>
        Line(TerminalLine.Shown(line).Replace("\t", "    ", StringComparison.Ordinal));

    /// <summary>
    /// The text without what a URL in it says about who asks, as in <c>https://user:password@host</c>.
    /// </summary>
    public static string WithoutCredentials(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? Credentials().Replace(text, "://***@") : text;

    // A name alone, as in ssh://git@host, is none; but in HTTP it may be a token.
    [GeneratedRegex(
        @"(?<=https?)://[^/?#@\s'""]+@|://[^/?#@:\s'""]*:[^/?#@\s'""]*@",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credentials();
}
