using Slipway.Core.Catalog;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Review.Graphs;

/// <summary>Which edges a picture shows: a builder's only where no other way leads to it, for else it would have one to
/// every image.</summary>
/// <param name="catalog">The images.</param>
internal sealed class ShownEdges(ImageCatalog catalog)
{
    // Above each image, itself not among it; parents come first, so these are there when they are asked for.
    private readonly Dictionary<ImageName, HashSet<ImageName>> _above = [];

    /// <summary>What an image is shown to need.</summary>
    public IEnumerable<ImageName> Of(ImageDefinition image)
    {
        foreach (var edge in image.Parents)
        {
            bool isShown = edge.Roles != EdgeRoles.Builder
                || !image.Parents.Any(other => other != edge && Above(other.Parent).Contains(edge.Parent));
            if (isShown)
            {
                yield return edge.Parent;
            }
        }
    }

    private HashSet<ImageName> Above(ImageName name)
    {
        if (!_above.TryGetValue(name, out var above))
        {
            above = [];
            foreach (var edge in catalog[name].Parents)
            {
                above.Add(edge.Parent);
                above.UnionWith(Above(edge.Parent));
            }

            _above.Add(name, above);
        }

        return above;
    }
}
