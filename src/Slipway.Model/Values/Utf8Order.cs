namespace Slipway.Model.Values;

/// <summary>Compares strings as their UTF-8 bytes compare, which is also the order of their code points.</summary>
/// <remarks>
/// UTF-16 order, what <see cref="StringComparer.Ordinal"/> gives, differs where surrogates meet U+E000 to U+FFFF,
/// and Python sorts by code point, so digests need this one.
/// </remarks>
public sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    private Utf8Order()
    {
    }

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        return Compare(x.AsSpan(), y.AsSpan());
    }

    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
        {
            return x.Length.CompareTo(y.Length);
        }

        return Rank(x[common]).CompareTo(Rank(y[common]));
    }

    // Surrogates stand for code points above U+FFFF, so they rank above every other UTF-16 unit.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
