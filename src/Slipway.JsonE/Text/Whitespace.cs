namespace Slipway.JsonE.Text;

/// <summary>White space as JavaScript has it, which is not what .NET has.</summary>
/// <remarks>https://tc39.es/ecma262/#sec-white-space and https://tc39.es/ecma262/#sec-line-terminators</remarks>
internal static class Whitespace
{
    public static bool Is(char character) => character switch
    {
        ' ' or '\u00A0' or '\u1680' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF' => true,
        >= '\t' and <= '\r' => true,
        >= '\u2000' and <= '\u200A' => true,
        '\u2028' or '\u2029' => true,
        _ => false,
    };

    public static string Trim(string text) => TrimStart(TrimEnd(text));

    public static string TrimStart(string text) => text[Skip(text, 0)..];

    public static string TrimEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && Is(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The first place from one on that is not white space.</summary>
    public static int Skip(string text, int from)
    {
        while (from < text.Length && Is(text[from]))
        {
            from++;
        }

        return from;
    }
}
