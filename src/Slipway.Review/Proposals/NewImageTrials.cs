using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Tries one more image in a tree before anything of it is written.</summary>
/// <param name="tree">The tree.</param>
/// <param name="dialects">What it may be written in.</param>
/// <param name="reading">What it is now.</param>
internal sealed class NewImageTrials(ISourceTree tree, DialectSet dialects, CatalogResult reading)
{
    /// <summary>Whether a tree in a trial has the image, and all others as before.</summary>
    public bool Works(TrialResult trial, ImageName name, ImageName? parent, CancellationToken cancellationToken) =>
        trial.Catalog.Find(name) is { } made
        && (parent is null || made.Parents.Any(edge => edge.Parent == parent))
        && Lost(trial, cancellationToken).IsEmpty;

    /// <summary>What is wrong with a tree in a trial, and was not before.</summary>
    public ImmutableArray<Diagnostic> ProblemsOf(
        TrialResult trial, ImageName name, CancellationToken cancellationToken)
    {
        var unfit = Lost(trial, cancellationToken).Prepend(name)
            .Select(lost => trial.Catalog.FindUnfit(lost.Value))
            .OfType<UnfitImage>()
            .SelectMany(image => image.Diagnostics);
        return
        [
            .. trial.Reading.Diagnostics.Except(reading.Diagnostics)
                .Where(problem => problem.Severity == Severity.Error && problem.Code != CatalogCodes.NoImages)
                .Union(unfit),
        ];
    }

    /// <summary>Images that can be used now and could not be in a trial.</summary>
    private ImmutableArray<ImageName> Lost(TrialResult trial, CancellationToken cancellationToken)
    {
        var missing = reading.Catalog.Images.Select(image => image.Name)
            .Where(image => trial.Catalog.Find(image) is null)
            .ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        // Contexts are looked at by a trial and not when a tree is read.
        var before = Try(ImmutableDictionary<RelativePath, string>.Empty, cancellationToken).Catalog;
        return [.. missing.Where(image => before.Find(image) is not null)];
    }

    public TrialResult Try(ImmutableDictionary<RelativePath, string> files, CancellationToken cancellationToken) =>
        ProposalTrial.Read(tree, dialects, files, cancellationToken);
}
