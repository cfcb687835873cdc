namespace Slipway.JsonE.Limits;

/// <summary>What an operation on many things costs, in steps.</summary>
internal static class Cost
{
    // Characters are looked at many at once.
    private const int CharactersOfStep = 16;

    private const int ScopesOfStep = 4;

    /// <summary>Looking at every character of a text once.</summary>
    public static long OfText(long length) => 1 + (length / CharactersOfStep);

    /// <summary>Looking for a variable where scopes lie around each other.</summary>
    public static long OfScopes(long depth) => 1 + (depth / ScopesOfStep);

    /// <summary>Putting so many things in order.</summary>
    public static long OfSorting(long count) => count * (1 + long.Log2(count + 1));
}
