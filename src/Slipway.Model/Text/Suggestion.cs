namespace Slipway.Model.Text;

/// <summary>The nearest known name, where looking for it is cheap.</summary>
public static class Suggestion
{
    // The distance of two words costs the product of their lengths, and a hostile file has many and long ones.
    private const int MaximumLength = 128;
    private const int MaximumCandidates = 2_000;

    public static string? For(string given, IEnumerable<string> candidates) =>
        given.Length > MaximumLength ? null : NearestName.Find(given, candidates.Take(MaximumCandidates));
}
