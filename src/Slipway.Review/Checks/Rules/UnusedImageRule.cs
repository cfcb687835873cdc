using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A task image that no other image and no task definition of the tree uses.</summary>
internal sealed class UnusedImageRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        // A tree whose tasks are defined elsewhere says nothing about use, and what an image that cannot be used needs
        // is not known either.
        if (facts.UsedByTasks is not { } used || !facts.IsWhole || !facts.Catalog.Unfit.IsEmpty)
        {
            return [];
        }

        var needed = facts.Catalog.ParentsFirst
            .SelectMany(image => image.Parents.Select(edge => edge.Parent).Concat(MayBePublished(facts, image)))
            .ToHashSet();
        return from image in facts.Images
               where image.Kind == ImageKind.Task && !used.Contains(image.Name) && !needed.Contains(image.Name)
               select new Finding(
                   new Diagnostic(
                       CheckCodes.ImageUnused,
                       $"No image of this tree is built on {image.Name}, and no task definition of it names it",
                       "If no script, person or other repository uses it either, remove it; else name it where it is "
                       + "used: in taskcluster/, .taskcluster.yml, .github/ or .gitlab-ci.yml.",
                       image.Location,
                       Severity.Warning),
                   image.Name);
    }

    /// <summary>What an image takes from a registry under the name of an image of the tree may be that one.</summary>
    private static IEnumerable<ImageName> MayBePublished(CheckFacts facts, ImageDefinition image)
    {
        var meant = new MeantImages(facts, image);
        return ExternalReferences.Of(facts, image)
            .Select(external => meant.MayBePublished(external.Reference))
            .OfType<ImageName>();
    }
}
