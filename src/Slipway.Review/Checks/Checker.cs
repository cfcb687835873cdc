using System.Collections.Immutable;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Review.Checks.Rules;

namespace Slipway.Review.Checks;

/// <summary>Applies every rule to what is known of a tree.</summary>
public static class Checker
{
    private static readonly ImmutableArray<ICheckRule> Rules =
    [
        new VersionNotBumpedRule(),
        new PublishedContentRule(),
        new HashRule(),
        new ReferenceRule(),
        new UnpinnedBaseRule(),
        new OpenBuildRule(),
        new UntrackedFileRule(),
        new HiddenFileRule(),
        new SubmoduleRule(),
        new EmptyFolderRule(),
        new AmbiguousNameRule(),
        new TaskParentRule(),
        new UnusedImageRule(),
        new RegistryNameRule(),
        new IndexEntryRule(),
        new NeededElsewhereRule(),
        new AllowedReferenceRule(),
        new AllowlistNameRule(),
        new UntidyFileRule(),
    ];

    public static CheckReport Check(CheckFacts facts) => new(
        facts.Images.Length,
        [
            .. facts.Problems.Select(problem => new Finding(problem))
                .Concat(Rules.SelectMany(rule => rule.Check(facts)))

                // Variants share a folder, and so what there is to say about it.
                .DistinctBy(finding => finding.Diagnostic)
                .OrderByDescending(finding => finding.Diagnostic.Severity)
                .ThenBy(finding => finding.Diagnostic.Location?.File ?? string.Empty, StringComparer.Ordinal)
                .ThenBy(finding => finding.Diagnostic.Location?.Line ?? 0)
                .ThenBy(finding => finding.Diagnostic.Location?.Column ?? 0)
                .ThenBy(finding => finding.Diagnostic.Code.Number)
                .ThenBy(finding => finding.Diagnostic.Message, StringComparer.Ordinal),
        ],
        facts.Skipped);
}
