using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>
/// A name of an image from elsewhere that meant one image in a build and another one in a later build.
/// </summary>
/// <param name="Reference">The name as Dockerfiles write it.</param>
/// <param name="Before">The image hash in the earlier build.</param>
/// <param name="After">The image hash in the later one.</param>
public sealed record ExternalChange(string Reference, ImageHash Before, ImageHash After);

/// <summary>Compares the images from elsewhere of two builds of an image.</summary>
public static class ExternalChanges
{
    /// <param name="before">The earlier build; null when there is none.</param>
    /// <param name="after">The references of the later one, and their image hashes.</param>
    public static ImmutableArray<ExternalChange> Between(
        BuildRecord? before, ImmutableSortedDictionary<string, ImageHash> after) =>
    [
        .. from pair in after
           where before is not null && before.Externals.TryGetValue(pair.Key, out var old) && old != pair.Value
           select new ExternalChange(pair.Key, before!.Externals[pair.Key], pair.Value),
    ];
}
