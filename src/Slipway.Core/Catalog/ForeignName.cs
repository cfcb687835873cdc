using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Catalog;

/// <summary>
/// A name without registry and digest in a Dockerfile that is no image of the tree, and is not listed as external.
/// </summary>
/// <param name="Reference">As the Dockerfile has it, arguments put in.</param>
/// <param name="Name">The reference without its tag.</param>
/// <param name="Location">Where it stands.</param>
public sealed record ForeignName(string Reference, string Name, SourceLocation Location)
{
    public bool HasTag => Reference.Length > Name.Length;

    /// <summary>Whether everybody reads it as an image of Docker Hub.</summary>
    public bool IsOfficial => OfficialImages.Contains(Name);

    /// <summary>What to do when an image from elsewhere is meant.</summary>
    public string Remedy => StrayNames.Elsewhere(Name);

    /// <summary>
    /// Those of a sound image and of what it brings; none where only <c>parent:</c> names images of the tree.
    /// </summary>
    public static ImmutableArray<ForeignName> Of(ImageCatalog catalog, ImageDefinition image)
    {
        if (!catalog.Config.Dialect.ReferencesMakeParents)
        {
            return [];
        }

        var named = image.Dockerfile.References.Select(use => (use.Resolved, use.Location));
        var brought = image.Dockerfile.Triggers.SelectMany(trigger =>
            trigger.Names.Select(name => (name.Reference, trigger.Location)));
        return
        [
            .. from place in named.Concat(brought)
               let bare = BareName.Of(place.Item1)
               where bare is not null
                   && !bare.Value.Name.Contains('$', StringComparison.Ordinal)
                   && !catalog.Config.External.Contains(place.Item1)
                   && catalog.FindReferenced(place.Item1) is null
               select new ForeignName(place.Item1, bare.Value.Name, place.Item2),
        ];
    }
}
