namespace Slipway.Architecture.Tests;

/// <summary>Finds folders that use each other in a circle.</summary>
internal static class Circles
{
    /// <returns>Each circle once, as the sorted names of what is in it.</returns>
    public static IReadOnlyList<string> In(IEnumerable<(string From, string To)> uses)
    {
        var next = uses.ToLookup(use => use.From, use => use.To, StringComparer.Ordinal);
        var reach = next.ToDictionary(from => from.Key, from => ReachOf(from.Key, next), StringComparer.Ordinal);
        return
        [
            .. reach
                .Keys.Where(node => reach[node].Contains(node))
                .Select(node =>
                    string.Join(
                        " <-> ",
                        reach[node]
                            .Where(other => reach.TryGetValue(other, out var back) && back.Contains(node))
                            .Order(StringComparer.Ordinal)))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> ReachOf(string start, ILookup<string, string> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(next[start]);
        while (open.TryPop(out string? node))
        {
            if (seen.Add(node))
            {
                foreach (string further in next[node])
                {
                    open.Push(further);
                }
            }
        }

        return seen;
    }
}
