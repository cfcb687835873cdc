using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Application.Planning;

/// <summary>
/// Tells of names that read like those of images of the tree and are none's, nor anybody's that is known.
/// </summary>
internal static class UnknownNames
{
    // What every builder knows, and no registry has.
    private const string Scratch = "scratch";

    /// <summary>
    /// What to say of an image that is to be built; a tag, or a well-known name, says that it is meant.
    /// </summary>
    public static IEnumerable<Diagnostic> In(ImageCatalog catalog, ImageDefinition image) =>
        ForeignName.Of(catalog, image)
            .Where(name => name is { HasTag: false, IsOfficial: false })
            .Select(name => new Diagnostic(
                BuildCodes.NameUnknown,
                $"'{Display.Text(name.Name)}' is no image of this tree, so the engine's image of that name is used, or "
                + "that of its registry",
                Remedy(catalog, name),
                name.Location,
                Severity.Warning))
            .Distinct();

    private static string Remedy(ImageCatalog catalog, ForeignName name) =>
        Suggestion.For(
            name.Name, catalog.ParentsFirst.Select(image => image.Name.Value).Append(Scratch)) is { } nearest
            ? $"Did you mean '{nearest}'? {name.Remedy}"
            : name.Remedy;
}
