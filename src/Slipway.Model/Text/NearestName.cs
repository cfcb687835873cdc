namespace Slipway.Model.Text;

/// <summary>Finds the known name that a person most likely meant.</summary>
public static class NearestName
{
    /// <param name="given">What a person wrote.</param>
    /// <param name="candidates">What the person may have meant.</param>
    /// <param name="most">How many characters may be other ones at most.</param>
    /// <returns>The nearest candidate within a third of the length of <paramref name="given"/>, or null.</returns>
    public static string? Find(string given, IEnumerable<string> candidates, int most = int.MaxValue)
    {
        int limit = Math.Min(Math.Max(1, given.Length / 3), most);
        return candidates
            // So many characters have to come or go at least, which is cheap to see.
            .Where(candidate => Math.Abs(candidate.Length - given.Length) <= limit)
            .Select(candidate => (candidate, distance: Distance(given, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>The number of insertions, deletions, substitutions and swaps of neighbours between two words.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}

/// <summary>The nearest known name, where looking for it is cheap.</summary>
public static class Suggestion
{
    // The distance of two words costs the product of their lengths, and a hostile file has many and long ones.
    private const int MaximumLength = 128;
    private const int MaximumCandidates = 2_000;

    /// <inheritdoc cref="NearestName.Find"/>
    public static string? For(string given, IEnumerable<string> candidates, int most = int.MaxValue) =>
        given.Length > MaximumLength ? null : NearestName.Find(given, candidates.Take(MaximumCandidates), most);
}
