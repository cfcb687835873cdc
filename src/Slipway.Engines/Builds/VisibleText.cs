using System.Globalization;
using System.Text;
using Slipway.Model.Text;

namespace Slipway.Engines.Builds;

/// <summary>What of a text is to be seen, and where it stands in it.</summary>
internal sealed class VisibleText
{
    // For each visible character where it stands; null when all are to be seen.
    private readonly int[]? _places;

    private VisibleText(string text, string source, int[]? places) => (Text, Source, _places) = (text, source, places);

    public string Source { get; }

    /// <summary>The characters that are to be seen, and those that move the cursor.</summary>
    public string Text { get; }

    public static VisibleText Of(string source)
    {
        if (source.All(c => c is >= ' ' and <= '~'))
        {
            return new VisibleText(source, source, null);
        }

        var text = new StringBuilder(source.Length);
        var places = new List<int>(source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            int length = ControlSequence.LengthAt(source, i);
            if (length > 0)
            {
                i += length - 1;
            }
            else if (IsVisible(source[i]))
            {
                text.Append(source[i]);
                places.Add(i);
            }
        }

        return new VisibleText(text.ToString(), source, [.. places]);
    }

    /// <summary>The source without a part that is to be seen, nor what stands within that part.</summary>
    public string Replace(string part, string replacement)
    {
        var result = new StringBuilder(Source.Length);
        int copied = 0;
        for (int found = Text.IndexOf(part, StringComparison.Ordinal);
            found >= 0;
            found = Text.IndexOf(part, found + part.Length, StringComparison.Ordinal))
        {
            int start = PlaceOf(found);
            result.Append(Source, copied, start - copied).Append(replacement);
            copied = PlaceOf(found + part.Length - 1) + 1;
        }

        return result.Append(Source, copied, Source.Length - copied).ToString();
    }

    private int PlaceOf(int character) => _places?[character] ?? character;

    private static bool IsVisible(char c) =>
        c switch
        {
            '\t' or '\r' or '\n' or '\b' => true,
            // A soft hyphen, what joins or parts letters, directions and marks of them, byte order marks.
            _ => !char.IsControl(c)
                && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format
                // Selectors of a variant, and fillers that have no width.
                && c is not ((>= '\ufe00' and <= '\ufe0f')
                    or '\u034f' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5' or '\u3164' or '\uffa0'),
        };
}
