using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// What keeps a build from being closed: a Dockerfile that builders read in two ways,
/// and what <c>ADD</c> fetches unchecked.
/// </summary>
internal sealed class OpenBuildRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from problem in image.Dockerfile.Doubts.Concat(
            image.Dockerfile.Downloads.Where(download => !download.HasChecksum).Select(download => new Diagnostic(
                CheckCodes.DownloadUnchecked,
                $"Nothing says what ADD {Display.Text(download.Source)} has to fetch, "
                + "so a build tomorrow may get something else",
                "Fetch it in a RUN step that compares its hash; a file over HTTP can have '--checksum=sha256:…' "
                + "instead, where every builder is BuildKit with Dockerfile 1.6 or later.",
                download.Location,
                facts.IsProtected ? Severity.Error : Severity.Warning)))
        select new Finding(problem, image.Name);
}
