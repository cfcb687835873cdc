using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A Dockerfile names an image from elsewhere without its digest: it can be another one tomorrow.</summary>
internal sealed class UnpinnedBaseRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from external in ExternalReferences.Of(facts, image)
        where external.Reference.RepoDigest is null
        select new Finding(
            new Diagnostic(
                CheckCodes.BaseUnpinned,
                $"'{Display.Text(external.Use.Resolved)}' is not pinned by a digest, "
                + "so a build tomorrow may get another image",
                "Run `slipway pin`, which adds the digest that it has now.",
                external.Use.Location,
                // A build refuses it there.
                facts.IsProtected ? Severity.Error : Severity.Warning),
            image.Name);
}
