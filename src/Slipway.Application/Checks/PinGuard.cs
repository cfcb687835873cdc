using System.Collections.Immutable;
using Slipway.Application.Decisions;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Trust.Statements;

namespace Slipway.Application.Checks;

/// <summary>
/// Keeps what is published, and nobody vouches for, out of <c>HASH</c>: by its label alone it could be anybody's.
/// </summary>
/// <param name="parts">What is opened.</param>
internal sealed class PinGuard(WorkspaceParts parts)
{
    /// <summary>Takes the fixes away that would pin what the policy refuses, and says why.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="catalog">The images.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<CheckReport> HoldAsync(
        CheckReport report, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        if (report.Fixes.IsEmpty)
        {
            return report;
        }

        var pins = RegistryImage.AllOf(catalog).ToDictionary(image => image.HashFile);
        var findings = ImmutableArray.CreateBuilder<Finding>(report.Findings.Length);
        foreach (var finding in report.Findings)
        {
            findings.Add(
                finding.Fix is { } fix && pins.TryGetValue(fix.File, out var image)
                    ? await HoldAsync(finding, fix, image, cancellationToken)
                    : finding);
        }

        return report with { Findings = findings.DrainToImmutable() };
    }

    private async Task<Finding> HoldAsync(
        Finding finding, Fix fix, RegistryImage image, CancellationToken cancellationToken)
    {
        var pinned = new ImageReference(image.Repository, null, RepoDigest.Parse(fix.Replacement.TrimEnd()));
        try
        {
            await PublishedImages.AdmitAsync(
                parts,
                [(image.Definition.Name.Value, pinned.ToString())],
                StatementTarget.NoTree,
                cancellationToken);
            return finding;
        }
        catch (SlipwayException refusal)
        {
            var why = refusal.Diagnostics[0];
            return finding with
            {
                Fix = null,
                Diagnostic = finding.Diagnostic with { Remedy = $"{why.Code}: {why.Message}. {why.Remedy}" },
            };
        }
    }
}
