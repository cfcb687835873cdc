using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A Dockerfile names an image from elsewhere without its digest: it can be another one tomorrow.</summary>
internal sealed class UnpinnedBaseRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        var places = (
            from image in facts.Images
            from external in ExternalReferences.Of(facts, image)
            where external.Reference.RepoDigest is null
            let meant = new MeantImages(facts, image)
            select (image, external.Use, meant, Own: meant.MayBePublished(external.Reference)))
            .ToList();

        // Without names the command would pin those too that may be the tree's own.
        string pin = places.Any(place => place.Own is not null)
            ? "Run `slipway pin IMAGE…` with the names of these images, which adds the digest that it has now."
            : "Run `slipway pin`, which adds the digest that it has now.";
        return from place in places
               let problem = Check(facts, place.image, place.Use, place.meant, place.Own, pin)
               where problem is not null
               select new Finding(problem, place.image.Name);
    }

    private static Diagnostic? Check(
        CheckFacts facts,
        ImageDefinition image,
        ImageReferenceUse use,
        MeantImages meant,
        ImageName? published,
        string remedy)
    {
        if (meant.MayBeStage(use))
        {
            if (!facts.IsProtected)
            {
                // It is no image; what it may be is told by its own finding.
                return null;
            }

            remedy = meant.StageRemedy(use);
        }
        else if (published is { } own)
        {
            // A pin would keep it from following the tree.
            remedy = $"If it is {own} of this tree as somebody published it, do not pin it: "
                + (facts.Catalog.Config.Dialect.ReferencesMakeParents
                    ? $"write '{own}', which is built first. "
                    : $"set 'parent: {own}' and write $DOCKER_IMAGE_PARENT, which is another digest. ")
                + "If it is not, run `slipway pin IMAGE` for the image whose Dockerfile this is.";
        }
        else if (!IsInOnePlace(image, use))
        {
            remedy = "Write the whole reference in one place, where `slipway pin IMAGE` adds the digest that it has "
                + "now: in the instruction, or as the default of one ARG before the first FROM.";
        }

        return new Diagnostic(
            CheckCodes.BaseUnpinned,
            $"'{Display.Text(use.Resolved)}' is not pinned by a digest, so a build tomorrow may get another image",
            remedy,
            use.Location,

            // A build refuses it there.
            facts.IsProtected ? Severity.Error : Severity.Warning);
    }

    /// <summary>Whether the reference stands where a digest can be put behind it.</summary>
    private static bool IsInOnePlace(ImageDefinition image, ImageReferenceUse use) => use.Origin switch
    {
        ReferenceOrigin.InDockerfile => true,
        ReferenceOrigin.InArgument argument => image.ArgPlaces.ContainsKey(argument.Name),
        _ => false,
    };
}
