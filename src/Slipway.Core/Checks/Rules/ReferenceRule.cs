using Slipway.Core.Checks.Facts;
using Slipway.Core.Contexts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Registries;
using Slipway.Core.Values;

namespace Slipway.Core.Checks.Rules;

/// <summary>A Dockerfile names a registry image of the tree by another version or repo digest than the tree has.</summary>
internal sealed class ReferenceRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from reference in TreeReferences.Of(facts, image)
        let wanted = Wanted(facts, reference)
        where wanted.Tag != reference.Reference.Tag
            || (wanted.RepoDigest is { } digest && digest != reference.Reference.RepoDigest)
        select new Finding(
            new Diagnostic(
                CheckCodes.ReferenceDiffers,
                $"'{Display.Text(reference.Use.Resolved)}' is not the {reference.Target.Definition.Name} of this tree, which is {wanted}",
                $"Write {WrittenLike(reference.Use.Resolved, wanted)}, or {reference.Target.Definition.Name} for the image as the tree has it.",
                reference.Use.Location),
            image.Name,

            // Without a digest to put in the place of the old one the reference would lose its pin.
            (wanted.RepoDigest is null) == (reference.Reference.RepoDigest is null)
                ? FixOf(image.Folder.Child(BuildContext.DockerfilePath), reference.Use, wanted)
                : null);

    /// <summary>The same reference with the version and the repo digest of the tree in the places of what it has.</summary>
    private static ImageReference Wanted(CheckFacts facts, TreeReference reference) => reference.Reference with
    {
        Tag = reference.Reference.Tag is null ? null : reference.Target.Identity.Version,
        RepoDigest = reference.Reference.RepoDigest is null ? null : facts.PinOf(reference.Target),
    };

    private static Fix? FixOf(RelativePath dockerfile, ImageReferenceUse use, ImageReference wanted) =>
        use.Origin is ReferenceOrigin.InDockerfile place
            ? new Fix(dockerfile, place.Offset, use.Resolved, WrittenLike(use.Resolved, wanted))
            : null;

    /// <summary>A reference with its repository as somebody wrote it: <c>docker.io/</c> is there or not.</summary>
    private static string WrittenLike(string written, ImageReference wanted)
    {
        string repository = written.Split('@')[0];
        if (repository.LastIndexOf(':') is var colon && colon > repository.LastIndexOf('/'))
        {
            repository = repository[..colon];
        }

        return repository + wanted.ToString()[wanted.Repository.ToString().Length..];
    }
}
