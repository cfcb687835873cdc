using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Finds images whose Dockerfile most likely means an image of the tree by a name that is none's.</summary>
/// <param name="drafts">The images, with their edges.</param>
/// <param name="names">The names of the tree's images, also of those that were not read.</param>
/// <param name="references">Says which references mean images of the tree.</param>
/// <param name="config">Says what is from elsewhere.</param>
internal sealed class StrayImages(
    ImmutableArray<ImageDraft> drafts,
    IReadOnlyCollection<ImageName> names,
    ReferenceTargets references,
    SlipwayConfig config)
{
    private readonly Lazy<ILookup<ImageName, ImageName>> _children = new(() => drafts
        .SelectMany(child => child.Parents, (child, edge) => (edge.Parent, child.Name))
        .ToLookup(pair => pair.Parent, pair => pair.Name));

    public void Check()
    {
        if (!config.Dialect.ReferencesMakeParents)
        {
            // Nobody looks for a name in the tree there.
            return;
        }

        var stray = new StrayNames(names, references, config.External.Contains);
        foreach (var draft in drafts.Where(draft => draft.Dockerfile is not null))
        {
            var problems = stray.Find(draft.Dockerfile!, () => BuiltOn(draft.Name));
            draft.Problems.AddRange(problems);
            draft.IsBroken |= !problems.IsEmpty;
        }
    }

    private HashSet<ImageName> BuiltOn(ImageName image)
    {
        var found = new HashSet<ImageName>();
        var open = new Stack<ImageName>([image]);
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                foreach (var child in _children.Value[next])
                {
                    open.Push(child);
                }
            }
        }

        return found;
    }
}
