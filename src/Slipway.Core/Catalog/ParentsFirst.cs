using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>
/// Puts parents before children. What is built on a broken image is broken too, and so are the images of circles.
/// </summary>
internal sealed class ParentsFirst(ImmutableArray<ImageDraft> drafts)
{
    private readonly Dictionary<ImageName, ImageDraft> _byName = drafts.ToDictionary(draft => draft.Name);

    /// <returns>
    /// The sound images whose ancestors are sound too; of those that could come next, the first by name is next.
    /// </returns>
    public ImmutableArray<ImageDraft> Sort()
    {
        var children = drafts
            .SelectMany(child => child.Parents, (child, edge) => (edge.Parent, child))
            .ToLookup(pair => pair.Parent, pair => pair.child);
        var waitingFor = drafts.ToDictionary(draft => draft.Name, draft => draft.Parents.Length);
        var ready = new PriorityQueue<ImageDraft, ImageName>(
            drafts.Where(draft => draft.Parents.IsEmpty).Select(draft => (draft, draft.Name)));
        var sound = ImmutableArray.CreateBuilder<ImageDraft>(drafts.Length);
        var seen = new HashSet<ImageName>();
        while (ready.TryDequeue(out var next, out _))
        {
            seen.Add(next.Name);
            next.IsBroken |= next.Parents.Any(edge => _byName[edge.Parent].IsBroken);
            if (!next.IsBroken && !next.IsLeftOut)
            {
                LeaveOutWithParents(next);
            }

            if (!next.IsBroken && !next.IsLeftOut)
            {
                sound.Add(next);
            }

            foreach (var child in children[next.Name])
            {
                if (--waitingFor[child.Name] == 0)
                {
                    ready.Enqueue(child, child.Name);
                }
            }
        }

        BreakCircles([.. drafts.Where(draft => !seen.Contains(draft.Name))]);
        return sound.DrainToImmutable();
    }

    private void LeaveOutWithParents(ImageDraft draft)
    {
        foreach (var edge in draft.Parents.Where(edge => _byName[edge.Parent].IsLeftOut).Take(1))
        {
            var why = _byName[edge.Parent].LeftOutFor!;
            string place = why.Location is { } location ? $", {location}" : string.Empty;
            draft.LeftOutFor = new Diagnostic(
                CatalogCodes.ParentLeftOut,
                $"{draft.Name} is left out, because {edge.Parent}, on which it is built, is",
                $"Do what is said about {edge.Parent} ({why.Code}{place}).",
                draft.LocationOf(edge),
                Severity.Warning);
            draft.Problems.Add(draft.LeftOutFor);
        }
    }

    /// <param name="unsorted">The images that are in circles, and those that are built on them.</param>
    private void BreakCircles(ImmutableArray<ImageDraft> unsorted)
    {
        foreach (var circle in Circles.Find(unsorted, _byName))
        {
            var problem = Describe(circle);
            foreach (var (member, _) in circle)
            {
                member.Problems.Add(problem);
            }
        }

        foreach (var draft in unsorted)
        {
            draft.IsBroken = true;
        }
    }

    private static Diagnostic Describe(ImmutableArray<(ImageDraft Child, ImageEdge Edge)> circle)
    {
        var steps = circle.Select(step =>
            $"{step.Child.Name} needs {step.Edge.Parent} ({step.Child.LocationOf(step.Edge)})");
        string first = circle[0].Child.Name.Value;
        return new Diagnostic(
            CatalogCodes.Cycle,
            $"Images need each other in a circle: {string.Join(", ", steps)}",
            circle.Length == 1
                ? "Name what it is really built on; an image from elsewhere with its whole reference, such as "
                    + $"docker.io/library/{first}:latest."
                : "Take one of these needs out; name an image from elsewhere with its whole reference.",
            circle[0].Child.LocationOf(circle[0].Edge));
    }
}
