using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Review.Graphs;

/// <summary>What a picture shows of a tree and in which order: what is needed before what needs it.</summary>
/// <remarks>
/// Packages need the image that their task runs in, too. Where that image installs them itself, the line back to it is
/// left out, for it would close a circle.
/// </remarks>
internal sealed class GraphOrder
{
    private readonly Dictionary<ImageName, ImmutableArray<ImageName>> _needs;

    public GraphOrder(ImageCatalog catalog)
    {
        var shown = new ShownEdges(catalog);
        _needs = catalog.ParentsFirst.ToDictionary(image => image.Name, image => shown.Of(image).ToImmutableArray());
        foreach (var image in catalog.ParentsFirst)
        {
            if (image.Package is { RunsIn: var runsIn }
                && catalog.Find(runsIn) is not null
                && !_needs[image.Name].Contains(runsIn)
                && !Reaches(runsIn, image.Name))
            {
                _needs[image.Name] = _needs[image.Name].Add(runsIn);
            }
        }

        Images = Sort(catalog);
    }

    /// <summary>Every image, and packages.</summary>
    public ImmutableArray<ImageDefinition> Images { get; }

    /// <summary>What something is shown to need.</summary>
    public ImmutableArray<ImageName> NeedsOf(ImageDefinition image) => _needs[image.Name];

    private bool Reaches(ImageName from, ImageName to)
    {
        var seen = new HashSet<ImageName>();
        var open = new Stack<ImageName>([from]);
        while (open.TryPop(out var name))
        {
            if (name == to)
            {
                return true;
            }

            foreach (var need in seen.Add(name) ? _needs[name] : [])
            {
                open.Push(need);
            }
        }

        return false;
    }

    private ImmutableArray<ImageDefinition> Sort(ImageCatalog catalog)
    {
        var sorted = ImmutableArray.CreateBuilder<ImageDefinition>(_needs.Count);
        var done = new HashSet<ImageName>();
        foreach (var image in catalog.ParentsFirst)
        {
            Visit(image);
        }

        return sorted.DrainToImmutable();

        void Visit(ImageDefinition image)
        {
            if (done.Add(image.Name))
            {
                foreach (var need in _needs[image.Name])
                {
                    Visit(catalog[need]);
                }

                sorted.Add(image);
            }
        }
    }
}
