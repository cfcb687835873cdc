using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>
/// Finds circles: a walk in depth along the edges reports each edge that leads back to where the walk came from.
/// </summary>
/// <remarks>Without the last edges of the circles that it gives, there would be none left.</remarks>
internal static class Circles
{
    private const int Maximum = 20;

    /// <param name="drafts">Where to look, in the order in which circles are to be given.</param>
    /// <param name="byName">Every image.</param>
    /// <returns>At most twenty, each from its first name on.</returns>
    public static IEnumerable<ImmutableArray<(ImageDraft Child, ImageEdge Edge)>> Find(
        ImmutableArray<ImageDraft> drafts, Dictionary<ImageName, ImageDraft> byName) =>
        Walk(drafts, byName).Take(Maximum);

    private static IEnumerable<ImmutableArray<(ImageDraft Child, ImageEdge Edge)>> Walk(
        ImmutableArray<ImageDraft> drafts, Dictionary<ImageName, ImageDraft> byName)
    {
        var visited = new HashSet<ImageName>();
        var depthOf = new Dictionary<ImageName, int>();
        var path = new List<(ImageDraft Child, int NextEdge)>();
        foreach (var start in drafts)
        {
            Enter(start);
            while (path.Count > 0)
            {
                var (child, next) = path[^1];
                if (next == child.Parents.Length)
                {
                    depthOf.Remove(child.Name);
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                path[^1] = (child, next + 1);
                var parent = child.Parents[next].Parent;
                if (depthOf.TryGetValue(parent, out int depth))
                {
                    yield return FromFirstName([
                        .. path.Skip(depth).Select(step => (step.Child, step.Child.Parents[step.NextEdge - 1])),
                    ]);
                }
                else
                {
                    Enter(byName[parent]);
                }
            }
        }

        void Enter(ImageDraft draft)
        {
            if (visited.Add(draft.Name))
            {
                depthOf.Add(draft.Name, path.Count);
                path.Add((draft, 0));
            }
        }
    }

    private static ImmutableArray<(ImageDraft Child, ImageEdge Edge)> FromFirstName(
        ImmutableArray<(ImageDraft Child, ImageEdge Edge)> circle)
    {
        int first = circle.IndexOf(circle.MinBy(step => step.Child.Name));
        return [.. circle[first..], .. circle[..first]];
    }
}
