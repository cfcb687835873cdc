using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Text;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// The allowlist names something that is no registry image of the tree: an old name, or a misspelt one.
/// </summary>
internal sealed class AllowlistNameRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        var known = facts.Catalog.ParentsFirst
            .Where(image => image.Kind == ImageKind.Registry)
            .Select(image => image.Name)
            .ToHashSet();

        // A tree with errors has images that are not in its catalog.
        return !facts.IsWhole
            ? []
            : from named in facts.Allowlist.Images
            where !known.Contains(named.Key)
            let nearest = Suggestion.For(
                named.Key.Value, known.Select(name => name.Value).Order(StringComparer.Ordinal))
            select new Finding(
                new Diagnostic(
                    CheckCodes.AllowedImageUnknown,
                    $"The allowlist names {named.Key}, which is no registry image of this tree",
                    nearest is null
                        ? "Remove it from the allowlist, where it allows nothing, or give the image a VERSION."
                        : $"Did you mean '{nearest}'? If not, remove it from the allowlist.",
                    named.Value,
                    Severity.Warning));
    }
}
