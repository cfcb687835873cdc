namespace Slipway.JsonE.Text;

/// <summary>What names of variables, and names in messages, are made of.</summary>
internal static class Names
{
    /// <summary>The rule for names of variables, as messages cite it.</summary>
    public const string Rule = "/[a-zA-Z_][a-zA-Z0-9_]*/";

    public static bool IsStart(char character) => char.IsAsciiLetter(character) || character == '_';

    public static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>Whether a variable may be called so.</summary>
    public static bool IsName(string text) => text.Length > 0 && End(text, 0) == text.Length;

    /// <summary>Where the name ends that begins at a place; the place itself when none begins there.</summary>
    public static int End(string text, int from)
    {
        int end = from;
        if (end < text.Length && IsStart(text[end]))
        {
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }
        }

        return end;
    }

    /// <summary>Whether a text is letters and digits, a letter first: no underscores.</summary>
    public static bool IsWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }
}
