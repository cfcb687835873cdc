using System.Collections.Immutable;
using Slipway.Model.Registries;

namespace Slipway.Core.Edges;

/// <summary>The places of a Dockerfile that name an image which a task built.</summary>
public static class ParentPlaces
{
    /// <summary>
    /// Stands for the image of <c>PARENT_TASK_ID</c> while a Dockerfile is read: nothing else can be called this.
    /// </summary>
    public const string Placeholder = "slipway.invalid/parent";

    /// <summary>The places that name an image: just so, or as what is published of it in a registry.</summary>
    /// <param name="name">What the task calls the image.</param>
    /// <param name="references">Every image that the Dockerfile names.</param>
    public static ImmutableArray<ImageReferenceUse> Of(string name, ImmutableArray<ImageReferenceUse> references)
    {
        var exact = references.Where(use => use.Resolved == name || NameOf(use) == name).ToImmutableArray();
        if (!exact.IsEmpty || name.Contains('/', StringComparison.Ordinal))
        {
            return exact;
        }

        // A registry image of the tree is named by its repository, and only the tree knows which registry that is. When
        // two repositories end in the name, neither is taken for it.
        var published = references
            .Where(use => NameOf(use).EndsWith($"/{name}", StringComparison.Ordinal))
            .ToImmutableArray();
        return published.Select(NameOf).Distinct(StringComparer.Ordinal).Count() == 1 ? published : [];
    }

    private static string NameOf(ImageReferenceUse use) => ImageReference.NameOf(use.Resolved);
}
