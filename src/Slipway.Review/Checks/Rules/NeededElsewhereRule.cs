using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// An image as a branch or a tag has it is about to be lost, or was: whoever works there builds it again.
/// </summary>
internal sealed class NeededElsewhereRule : ICheckRule
{
    private const int MostUsers = 3;

    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from need in facts.NeededElsewhere
        let name = ImageName.TryParse(need.Image, out var known) ? known : (ImageName?)null
        where name is null || facts.Images.Length == facts.Catalog.Images.Length
            || facts.Images.Any(image => image.Name == name)
        let image = name is { } one ? facts.Catalog.Find(one) : null
        let when = need.Expires.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
        select new Finding(
            new Diagnostic(
                CheckCodes.NeededExpiring,
                $"{need.Image} with the digest {need.Digest.Short}, which {Users(need)} "
                + $"{(need.Users.Length == 1 ? "needs" : "need")}, "
                + $"{(need.Expires <= facts.Now ? "expired" : "expires")} on {when}",
                $"Run `slipway build {need.Image} --force` there, or keep entries longer with 'expires:' in "
                + "slipway.yml.",
                image?.Location,
                Severity.Warning),
            image?.Name);

    private static string Users(NeededImage need) =>
        string.Join(", ", need.Users.Take(MostUsers))
        + (need.Users.Length > MostUsers ? $" and {need.Users.Length - MostUsers} more" : string.Empty);
}
