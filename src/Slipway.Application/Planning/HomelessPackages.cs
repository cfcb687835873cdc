using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Planning;
using Slipway.Dialects.Gecko;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>Finds packages that a plan has to build, and that there is no image to build in.</summary>
/// <remarks>
/// The image that the task of a package runs in is no part of its digest, so the package is known, and can be reused,
/// when that image is broken, left out or not there at all. Only building it is out of the question.
/// </remarks>
internal static class HomelessPackages
{
    /// <returns>What is wrong with each.</returns>
    public static IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>> In(ImageCatalog catalog, BuildPlan plan) =>
        plan.ToBuild
            .Where(image => image is { IsPackage: true, RunsIn: null })
            .ToDictionary(image => image.Name, image => ImmutableArray.Create(Missing(catalog, image.Name)));

    private static Diagnostic Missing(ImageCatalog catalog, ImageName package)
    {
        var runsIn = catalog[package].Package!.RunsIn;
        bool isUnfit = catalog.FindUnfit(runsIn.Value) is not null;
        return new Diagnostic(
            GeckoCodes.ImageOfPackageMissing,
            $"{package} has to be built in the image {runsIn}, "
            + (isUnfit ? "which cannot be used" : "which the kind of images does not have"),
            isUnfit
                ? $"See to {runsIn}, or name the images that are wanted without it."
                : $"Add the image {runsIn}, or name the images that are wanted without it.",
            catalog[package].Location);
    }
}
