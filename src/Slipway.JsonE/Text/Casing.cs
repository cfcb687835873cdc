using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Slipway.JsonE.Text;

/// <summary>Upper and lower case by all of Unicode's rules, as JavaScript has it.</summary>
/// <remarks>
/// What .NET has turns one code point into one, by Unicode 16. The rest is in
/// https://www.unicode.org/Public/UNIDATA/SpecialCasing.txt
/// </remarks>
internal static class Casing
{
    // What becomes several code points, or a letter of ASCII where .NET leaves it alone: each of these words is one,
    // with its upper case behind it.
    private const string Expanding =
        "ıI ſS ßSS ŉʼN ǰJ\u030C ΐΙ\u0308\u0301 ΰΥ\u0308\u0301 ևԵՒ ẖH\u0331 ẗT\u0308 ẘW\u030A ẙY\u030A ẚAʾ"
        + " \u1F50Υ\u0313 \u1F52Υ\u0313\u0300 \u1F54Υ\u0313\u0301 \u1F56Υ\u0313\u0342 \u1F80\u1F08Ι"
        + " \u1F81\u1F09Ι \u1F82\u1F0AΙ \u1F83\u1F0BΙ \u1F84\u1F0CΙ \u1F85\u1F0DΙ \u1F86\u1F0EΙ \u1F87\u1F0FΙ"
        + " \u1F88\u1F08Ι \u1F89\u1F09Ι \u1F8A\u1F0AΙ \u1F8B\u1F0BΙ \u1F8C\u1F0CΙ \u1F8D\u1F0DΙ \u1F8E\u1F0EΙ"
        + " \u1F8F\u1F0FΙ \u1F90\u1F28Ι \u1F91\u1F29Ι \u1F92\u1F2AΙ \u1F93\u1F2BΙ \u1F94\u1F2CΙ \u1F95\u1F2DΙ"
        + " \u1F96\u1F2EΙ \u1F97\u1F2FΙ \u1F98\u1F28Ι \u1F99\u1F29Ι \u1F9A\u1F2AΙ \u1F9B\u1F2BΙ \u1F9C\u1F2CΙ"
        + " \u1F9D\u1F2DΙ \u1F9E\u1F2EΙ \u1F9F\u1F2FΙ \u1FA0\u1F68Ι \u1FA1\u1F69Ι \u1FA2\u1F6AΙ \u1FA3\u1F6BΙ"
        + " \u1FA4\u1F6CΙ \u1FA5\u1F6DΙ \u1FA6\u1F6EΙ \u1FA7\u1F6FΙ \u1FA8\u1F68Ι \u1FA9\u1F69Ι \u1FAA\u1F6AΙ"
        + " \u1FAB\u1F6BΙ \u1FAC\u1F6CΙ \u1FAD\u1F6DΙ \u1FAE\u1F6EΙ \u1FAF\u1F6FΙ \u1FB2\u1FBAΙ \u1FB3ΑΙ"
        + " \u1FB4ΆΙ \u1FB6Α\u0342 \u1FB7Α\u0342Ι \u1FBCΑΙ \u1FC2\u1FCAΙ \u1FC3ΗΙ \u1FC4ΉΙ \u1FC6Η\u0342"
        + " \u1FC7Η\u0342Ι \u1FCCΗΙ \u1FD2Ι\u0308\u0300 \u1FD3Ι\u0308\u0301 \u1FD6Ι\u0342 \u1FD7Ι\u0308\u0342"
        + " \u1FE2Υ\u0308\u0300 \u1FE3Υ\u0308\u0301 \u1FE4Ρ\u0313 \u1FE6Υ\u0342 \u1FE7Υ\u0308\u0342"
        + " \u1FF2\u1FFAΙ \u1FF3ΩΙ \u1FF4ΏΙ \u1FF6Ω\u0342 \u1FF7Ω\u0342Ι \u1FFCΩΙ \uFB00FF \uFB01FI \uFB02FL"
        + " \uFB03FFI \uFB04FFL \uFB05ST \uFB06ST \uFB13ՄՆ \uFB14ՄԵ \uFB15ՄԻ \uFB16ՎՆ \uFB17ՄԽ";

    private const char DottedI = '\u0130';
    private const char Sigma = '\u03A3';
    private const char FinalSigma = '\u03C2';

    private static readonly FrozenDictionary<char, string> Expansions = Expanding
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(word => word[0], word => word[1..]);

    public static string Upper(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at += CodePoints.LengthAt(text, at))
        {
            if (Expansions.TryGetValue(text[at], out string? expansion))
            {
                result.Append(expansion);
            }
            else
            {
                AppendMapped(result, text, at, Rune.ToUpperInvariant);
            }
        }

        return result.ToString();
    }

    public static string Lower(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at += CodePoints.LengthAt(text, at))
        {
            switch (text[at])
            {
                case DottedI:
                    result.Append("i\u0307");
                    break;
                case Sigma when IsFinal(text, at):
                    result.Append(FinalSigma);
                    break;
                default:
                    AppendMapped(result, text, at, Rune.ToLowerInvariant);
                    break;
            }
        }

        return result.ToString();
    }

    private static void AppendMapped(StringBuilder result, string text, int at, Func<Rune, Rune> map)
    {
        if (Rune.TryGetRuneAt(text, at, out var rune))
        {
            result.Append(map(rune).ToString());
        }
        else
        {
            result.Append(text[at]);
        }
    }

    /// <summary>Whether a sigma ends a word: a letter with a case stands before it, and none behind it.</summary>
    private static bool IsFinal(string text, int at)
    {
        int before = at;
        do
        {
            before -= before >= 2 && CodePoints.LengthAt(text, before - 2) == 2 ? 2 : 1;
        }
        while (before >= 0 && IsIgnored(text, before));

        int behind = at + 1;
        while (behind < text.Length && IsIgnored(text, behind))
        {
            behind += CodePoints.LengthAt(text, behind);
        }

        return before >= 0 && HasCase(text, before) && !(behind < text.Length && HasCase(text, behind));
    }

    // Case_Ignorable: https://www.unicode.org/reports/tr44/#Case_Ignorable
    private static bool IsIgnored(string text, int at) =>
        text[at] is '\'' or '.' or ':' or '\u00B7' or '\u0387' or '\u055F' or '\u05F4' or '\u2018' or '\u2019'
            or '\u2024' or '\u2027' or '\uFE13' or '\uFE52' or '\uFE55' or '\uFF07' or '\uFF0E' or '\uFF1A'
        || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
            or UnicodeCategory.ModifierSymbol;

    private static bool HasCase(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        // Letters that are none of these and look like small ones; Roman numerals; letters in circles.
        || text[at] is '\u00AA' or '\u00BA' or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');
}
