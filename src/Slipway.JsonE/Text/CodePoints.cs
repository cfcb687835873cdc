namespace Slipway.JsonE.Text;

/// <summary>Strings as sequences of code points. Half a surrogate pair is one of its own.</summary>
internal static class CodePoints
{
    /// <summary>Orders strings by their code points, where the strings of .NET are ordered by UTF-16 units.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    public static int Count(string text)
    {
        int count = 0;
        for (int at = 0; at < text.Length; at += LengthAt(text, at))
        {
            count++;
        }

        return count;
    }

    /// <summary>Where the code point with this number begins, from 0; the end when there are not that many.</summary>
    public static int Find(string text, int number)
    {
        int at = 0;
        while (number > 0 && at < text.Length)
        {
            at += LengthAt(text, at);
            number--;
        }

        return at;
    }

    public static int LengthAt(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static int Compare(string? left, string? right)
    {
        int length = int.Min(left!.Length, right!.Length);
        for (int i = 0; i < length; i++)
        {
            char a = left[i];
            char b = right[i];
            if (a != b)
            {
                // Units of surrogates stand for what lies above all other units.
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a - b : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length - right.Length;
    }
}
