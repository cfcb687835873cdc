using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Traces what differs in many images back to the few things that changed. Pure.</summary>
public sealed class Explanation
{
    private readonly Dictionary<ImageName, ImageComparison> _byName;
    private readonly ILookup<ImageName, ImageName> _children;

    /// <param name="comparisons">Parents before children, each image once.</param>
    public Explanation(IEnumerable<ImageComparison> comparisons)
    {
        Comparisons = [.. comparisons];
        _byName = Comparisons.ToDictionary(comparison => comparison.Name);
        _children = Comparisons
            .SelectMany(child => child.ChangedParents.Select(parent => (Parent: parent, Child: child.Name)))
            .ToLookup(edge => edge.Parent, edge => edge.Child);
        Causes = FindCauses();
    }

    /// <summary>The images that were compared, parents before children.</summary>
    public ImmutableArray<ImageComparison> Comparisons { get; }

    /// <summary>What changed, each thing once: that with the most images first.</summary>
    public ImmutableArray<Cause> Causes { get; }

    public ImageComparison this[ImageName image] => _byName[image];

    /// <summary>The shortest way from an image down to one that is built on it.</summary>
    /// <param name="from">The image whose own inputs changed.</param>
    /// <param name="to">The image that is explained.</param>
    /// <returns>Both ends and what is between them; empty when there is no way.</returns>
    public ImmutableArray<ImageName> Route(ImageName from, ImageName to)
    {
        var cameFrom = new Dictionary<ImageName, ImageName> { [from] = from };
        var open = new Queue<ImageName>([from]);
        while (open.TryDequeue(out var at) && at != to)
        {
            foreach (var child in _children[at].Where(child => cameFrom.TryAdd(child, at)))
            {
                open.Enqueue(child);
            }
        }

        if (!cameFrom.ContainsKey(to))
        {
            return [];
        }

        var route = new Stack<ImageName>([to]);
        while (route.Peek() != from)
        {
            route.Push(cameFrom[route.Peek()]);
        }

        return [.. route];
    }

    /// <summary>Groups what changed in the images themselves by what it is.</summary>
    private ImmutableArray<Cause> FindCauses()
    {
        var entries = new List<(string Key, ComparisonKind Kind, CauseEntry Entry)>();
        foreach (var comparison in Comparisons.Where(comparison => comparison.HasOwnCause))
        {
            if (comparison.Kind != ComparisonKind.Compared)
            {
                // What is not known of one image says nothing of another; the builder is the same for all.
                string image = comparison.Kind == ComparisonKind.BuilderChanged ? string.Empty : comparison.Name.Value;
                entries.Add(($"{comparison.Kind} {image}", comparison.Kind, new CauseEntry(comparison.Name, null)));
                continue;
            }

            foreach (var change in comparison.Changes.Where(change => !change.IsConsequence))
            {
                entries.Add((KeyOf(comparison.Name, change), comparison.Kind, new CauseEntry(comparison.Name, change)));
            }
        }

        return
        [
            .. entries
                .GroupBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(group => new Cause(
                    group.First().Kind,
                    [.. group.Select(entry => entry.Entry)],
                    Reach(group.Select(entry => entry.Entry.Image))))
                .OrderByDescending(cause => cause.Images.Length)
                .ThenBy(cause => KindOrder(cause.Change?.Change))
                .ThenBy(cause => cause.Change?.Origin?.TreePath ?? RelativePath.Root)
                .ThenBy(cause => cause.Entries[0].Image),
        ];
    }

    /// <summary>The same for the same thing, in whichever images it shows.</summary>
    private static string KeyOf(ImageName image, LocatedChange change) => (change.Change, change.Origin) switch
    {
        // Two variants have two expansions of one Dockerfile, and the same file may have been other when each was
        // built.
        (InputChange.OfFile, { } origin) => $"{change.Change.GetType().Name} {origin.TreePath.Value}",
        (InputChange.CacheBuster or InputChange.Platform or InputChange.Dockerfile, _) => change.Change.ToString(),
        _ => $"{image} {change.Change}",
    };

    private static int KindOrder(InputChange? change) => change switch
    {
        InputChange.OfFile => 0,
        InputChange.Argument => 1,
        InputChange.CacheBuster or InputChange.Platform or InputChange.Dockerfile => 2,
        _ => 3,
    };

    private ImmutableArray<ImageName> Reach(IEnumerable<ImageName> entries)
    {
        var reached = entries.ToHashSet();
        var open = new Queue<ImageName>(reached);
        while (open.TryDequeue(out var image))
        {
            foreach (var child in _children[image].Where(reached.Add))
            {
                open.Enqueue(child);
            }
        }

        return [.. Comparisons.Select(comparison => comparison.Name).Where(reached.Contains)];
    }
}
