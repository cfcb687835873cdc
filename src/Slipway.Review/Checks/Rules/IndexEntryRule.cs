using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// The index entry of an image has expired, or expires soon: it will be built again although nothing changed.
/// </summary>
internal sealed class IndexEntryRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        let indexed = facts.Indexed.GetValueOrDefault(image.Name)
        where indexed is not null && (indexed.IsExpired || indexed.Entry.Expires <= facts.Now + facts.ExpiringWithin)
        let when = indexed.Entry.Expires.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
        select new Finding(
            indexed.IsExpired
                ? new Diagnostic(
                    CheckCodes.EntryExpired,
                    $"The index entry of {image.Name} expired on {when}, so the next build makes it again",
                    $"Run `slipway build {image.Name}`, or keep entries longer with {Key(facts)}.",
                    image.Location,
                    Severity.Warning)
                : new Diagnostic(
                    CheckCodes.EntryExpiring,
                    $"The index entry of {image.Name} expires on {when}",
                    $"Run `slipway build {image.Name} --force` before, "
                    + $"or keep entries longer with {Key(facts)}.",
                    image.Location,
                    Severity.Warning),
            image.Name);

    private static string Key(CheckFacts facts) => ConfigWords.Key(facts.Catalog.Config.Dialect, "expires:");
}
