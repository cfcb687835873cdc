using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// A Dockerfile or a task definition names a registry image of the tree by another version
/// or repo digest than the tree has.
/// </summary>
internal sealed class ReferenceRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from reference in RegistryReferences.Of(facts)
        let wanted = Wanted(facts, reference)
        where wanted.Tag != reference.Reference.Tag
            || (wanted.RepoDigest is { } digest && digest != reference.Reference.RepoDigest)
        let isTaken = IsTakenAsWritten(facts, reference)

        // What an image begins with may be an older one of itself.
        where !isTaken
            || !new MeantImages(facts, facts.Catalog[reference.Image]).WouldCircle(reference.Target.Definition.Name)
        select new Finding(
            new Diagnostic(
                CheckCodes.ReferenceDiffers,
                $"'{Display.Text(reference.Written)}' is not the {reference.Target.Definition.Name} of this tree, "
                + $"which is {wanted}",
                isTaken
                    ? $"Write {WrittenLike(reference.Written, wanted)} if that is meant: "
                        + "the build takes what is written."
                    : $"Write {WrittenLike(reference.Written, wanted)}, "
                        + $"or {InTree(reference)} for the image as the tree has it.",
                reference.Location,
                isTaken ? Severity.Warning : Severity.Error),
            reference.Image,

            // Without a digest to put in the place of the old one the reference would lose its pin.
            !isTaken && (wanted.RepoDigest is null) == (reference.Reference.RepoDigest is null)
                ? FixOf(reference, wanted)
                : null);

    /// <summary>Whether the build takes what the Dockerfile says, and another version is another image.</summary>
    private static bool IsTakenAsWritten(CheckFacts facts, TreeReference reference) =>
        reference.IsInDockerfile && !facts.Catalog.Config.Dialect.ReferencesMakeParents;

    /// <summary>
    /// The same reference with the version and the repo digest of the tree in the places of what it has.
    /// </summary>
    private static ImageReference Wanted(CheckFacts facts, TreeReference reference) => reference.Reference with
    {
        Tag = reference.Reference.Tag is null ? null : reference.Target.Identity.Version,
        RepoDigest = reference.Reference.RepoDigest is null ? null : facts.PinOf(reference.Target),
    };

    private static Fix? FixOf(TreeReference reference, ImageReference wanted) =>
        reference.File is { } file
            ? new Fix(file, reference.Offset, reference.Written, WrittenLike(reference.Written, wanted))
            : null;

    /// <summary>How the place would name the image without a version.</summary>
    private static string InTree(TreeReference reference) =>
        !reference.IsInDockerfile
            ? $"{{{{#docker_image}}}}{reference.Target.Definition.Name}{{{{/docker_image}}}}"
            : reference.Target.Definition.Name.Value;

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
