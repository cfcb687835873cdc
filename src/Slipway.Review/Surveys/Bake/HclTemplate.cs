using System.Text;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Texts of HCL with expressions in them: <c>"app:${TAG}"</c>.</summary>
internal static class HclTemplate
{
    private const int MaximumDepth = 50;

    // A text that is put into another twice, again and again, would not end.
    private const int MaximumLength = 64 * 1024;

    /// <summary>Where a text ends that began with a quote.</summary>
    /// <returns>The place of the closing quote; negative when there is none.</returns>
    public static int EndOfText(string text, int start) => EndOfText(text, start, 0);

    private static int EndOfText(string text, int start, int depth)
    {
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"':
                    return i;
                case '\n':
                    return -1;
                case '$' or '%' when i + 1 < text.Length && text[i + 1] == '{' && !IsEscaped(text, start, i):
                    i = EndOfExpression(text, i + 2, depth + 1);
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
            }
        }

        return -1;
    }

    /// <summary>Puts the values of expressions in.</summary>
    /// <param name="text">What is between the quotes.</param>
    /// <param name="hasEscapes">Whether a backslash begins an escape.</param>
    /// <param name="evaluate">Gives the value of an expression.</param>
    public static BakeValue Render(string text, bool hasEscapes, Func<string, BakeValue> evaluate)
    {
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && hasEscapes && i + 1 < text.Length)
            {
                i += Unescape(text, i + 1, result);
            }
            else if (c is '$' or '%' && string.CompareOrdinal(text, i, $"{c}{c}{{", 0, 3) == 0)
            {
                result.Append(c).Append('{');
                i += 2;
            }
            else if (c == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                int end = EndOfExpression(text, i + 2, 0);
                var value = end < 0 ? new BakeValue.Unknown("a template") : evaluate(text[(i + 2)..end].Trim('~'));
                if (i == 0 && end == text.Length - 1)
                {
                    // Alone in its quotes it keeps what it is.
                    return value;
                }

                if (value is not BakeValue.Scalar scalar)
                {
                    return value as BakeValue.Unknown ?? new BakeValue.Unknown("a template without a text in it");
                }

                if (result.Length > MaximumLength)
                {
                    return TooLong;
                }

                result.Append(scalar.Text);
                i = end;
            }
            else if (c == '%' && i + 1 < text.Length && text[i + 1] == '{')
            {
                return new BakeValue.Unknown("a template with a directive");
            }
            else
            {
                result.Append(c);
            }
        }

        return result.Length > MaximumLength ? TooLong : new BakeValue.Scalar(result.ToString());
    }

    private static BakeValue.Unknown TooLong => new("a text that is too long");

    // $${ is no expression.
    private static bool IsEscaped(string text, int start, int at) => at > start && text[at - 1] == text[at];

    private static int EndOfExpression(string text, int start, int depth)
    {
        if (depth > MaximumDepth)
        {
            return -1;
        }

        int braces = 0;
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{':
                    braces++;
                    break;
                case '}' when braces-- == 0:
                    return i;
                case '"':
                    i = EndOfText(text, i + 1, depth);
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
            }
        }

        return -1;
    }

    /// <returns>How many characters the escape has behind its backslash.</returns>
    private static int Unescape(string text, int at, StringBuilder result)
    {
        int digits = text[at] == 'u' ? 4 : text[at] == 'U' ? 8 : 0;
        if (digits > 0
            && at + digits < text.Length
            && int.TryParse(
                text.AsSpan(at + 1, Math.Min(digits, text.Length - at - 1)),
                System.Globalization.NumberStyles.AllowHexSpecifier,
                null,
                out int rune)
            && Rune.IsValid(rune))
        {
            result.Append(new Rune(rune).ToString());
            return 1 + digits;
        }

        result.Append(text[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
        return 1;
    }
}
