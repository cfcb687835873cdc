using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A short name of which a reader cannot tell whether the tree or Docker Hub is meant.</summary>
/// <remarks>
/// Nothing is said where only one of both can be meant: a digest names one image, and an image is not built on itself.
/// </remarks>
internal sealed class AmbiguousNameRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from use in image.Dockerfile.References

        // With a host or an owner it is plain.
        where use.Resolved.AsSpan().IndexOfAny('/', '@') < 0 && ImageReference.TryParse(use.Resolved, out _)
        let problem = Check(facts, image, use)
        where problem is not null
        select new Finding(problem, image.Name);

    private static Diagnostic? Check(CheckFacts facts, ImageDefinition image, ImageReferenceUse use)
    {
        string name = use.Resolved.Split(':')[0];
        bool isBare = name.Length == use.Resolved.Length;
        var known = ImageName.TryParse(name, out var parsed) ? facts.Catalog.Find(parsed) : null;
        if (facts.Catalog.Config.External.Contains(use.Resolved) && !(isBare && known is not null))
        {
            return null;
        }

        return known switch
        {
            null => isBare ? Unknown(facts, image, use) : null,
            _ when isBare => OfTree(facts, image, use, known),
            _ when OfficialImages.Contains(name)
                || !facts.Catalog.Config.Dialect.ReferencesMakeParents
                || new MeantImages(facts, image).WouldCircle(known.Name) => null,
            _ => Ambiguous(
                use,
                $"'{use.Resolved}' is taken from Docker Hub, although this tree has an image {name}",
                $"Write '{name}' for the image of the tree, else docker.io/library/{use.Resolved}."),
        };
    }

    /// <summary>A bare name that no image of the tree has.</summary>
    private static Diagnostic? Unknown(CheckFacts facts, ImageDefinition image, ImageReferenceUse use)
    {
        string name = use.Resolved;
        bool isOfTree = facts.Catalog.Config.Dialect.ReferencesMakeParents;
        var meant = new MeantImages(facts, image);
        if (meant.MayBeStage(use))
        {
            return Ambiguous(
                use,
                isOfTree
                    ? $"'{name}' is no stage before this one and no image of this tree, so it is taken from Docker Hub"
                    : $"'{name}' is no stage before this one, so it is taken from Docker Hub",
                meant.StageRemedy(use));
        }

        if (meant.NearestStage(use) is { } stage)
        {
            return Ambiguous(
                use,
                $"'{name}' is no stage before this one, so it is taken from Docker Hub",
                $"Write '{stage}' if that stage is meant, else {name} with a tag.");
        }

        // Where references make no parents nobody looks for a name in the tree, and well-known ones everybody knows.
        return !isOfTree || OfficialImages.Contains(name)
            ? null
            : Ambiguous(
                use,
                $"'{name}' has neither tag nor digest and is no image of this tree: it is taken from Docker Hub, "
                + "but reads like an image of the tree",
                $"Write docker.io/library/{name} with a tag, or {name} with a tag; or list '{name}' below 'external:' "
                + "in slipway.yml.");
    }

    /// <summary>A bare name of an image of the tree.</summary>
    private static Diagnostic? OfTree(
        CheckFacts facts, ImageDefinition image, ImageReferenceUse use, ImageDefinition known)
    {
        string name = known.Name.Value;
        bool isOfficial = OfficialImages.Contains(name);
        if (image.Parents.Any(edge => edge.Parent == known.Name))
        {
            // A value that Slipway puts in is none that other tools read.
            return isOfficial && use.Origin is ReferenceOrigin.InDockerfile
                && facts.Catalog.Config.Dialect.ReferencesMakeParents
                ? Ambiguous(
                    use,
                    $"'{name}' is the image of this tree, and Docker Hub has a well-known image of that name: "
                    + "every other tool that reads the Dockerfile takes that one",
                    "Rename the image of the tree where it is defined and used, "
                    + $"or write docker.io/library/{name} with a tag if that is meant.")
                : null;
        }

        return isOfficial || new MeantImages(facts, image).WouldCircle(known.Name)
            ? null
            : Ambiguous(
                use,
                $"'{name}' is taken from Docker Hub, although this tree has an image of that name: "
                + "here only 'parent:' makes an image of the tree the parent",
                $"If it is meant, give {image.Name} 'parent: {name}' and write $DOCKER_IMAGE_PARENT in its place, "
                + $"which is another digest; else {name} with a tag.");
    }

    private static Diagnostic Ambiguous(ImageReferenceUse use, string message, string remedy) =>
        new(CheckCodes.NameAmbiguous, message, remedy, use.Location, Severity.Warning);
}
