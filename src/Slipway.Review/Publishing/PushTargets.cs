using System.Collections.Immutable;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Publishing;

/// <summary>Where images are published.</summary>
public static class PushTargets
{
    /// <param name="images">Those that a person named.</param>
    /// <returns><c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c> of each.</returns>
    /// <exception cref="SlipwayException">One cannot be published: every reason.</exception>
    public static ImmutableDictionary<ImageName, ImageReference> Of(IReadOnlyCollection<ImageDefinition> images)
    {
        var problems = new DiagnosticBag();
        var targets = ImmutableDictionary.CreateBuilder<ImageName, ImageReference>();
        foreach (var image in images)
        {
            if (image.Registry is not { } registry)
            {
                problems.Add(new Diagnostic(
                    PushCodes.NotRegistryImage,
                    $"{image.Name} has no VERSION file, so it is a task image, which no registry needs",
                    $"To publish it, write its version into '{image.Folder.Child(RegistryIdentity.VersionFile)}'.",
                    image.Location));
            }
            else if (registry.Repository is not { } name)
            {
                problems.Add(new Diagnostic(
                    PushCodes.NoRegistry,
                    $"Nothing says where {image.Name} is published",
                    "Write the registry into a file REGISTRY beside VERSION or in the images' folder, or set "
                    + "`registry:` in slipway.yml.",
                    image.Location));
            }
            else
            {
                targets.Add(image.Name, new ImageReference(name, registry.Version, null));
            }
        }

        foreach (
            var shared in images
                .Where(image => image.Registry is not null)
                .GroupBy(image => image.Folder)
                .Where(group => group.Count() > 1))
        {
            problems.Add(
                new Diagnostic(
                    PushCodes.HashShared,
                    $"{string.Join(" and ", shared.Select(image => image.Name).Order())} share the folder "
                    + $"'{shared.Key}', whose HASH can pin one only",
                    "Give each published variant a folder of its own, or push one of them.",
                    shared.First().Location));
        }

        problems.ThrowIfErrors();
        return targets.ToImmutable();
    }
}
