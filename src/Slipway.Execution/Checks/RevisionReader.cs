using Slipway.Core.Catalog;
using Slipway.Core.Checks;
using Slipway.Core.Checks.Facts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Execution.Checks;

/// <summary>Reads the registry images of the tree as a revision has them.</summary>
internal sealed class RevisionReader(ISourceTree tree, IDigestCache cache)
{
    private const string What = "changes since a revision";

    /// <returns>Null when there is nothing to compare, or nothing to compare with.</returns>
    public async Task<RevisionFacts?> ReadAsync(
        ITreeHistory? history, CheckFacts facts, string? against, SkippedChecks skipped, CancellationToken cancellationToken)
    {
        var names = facts.Images.Where(image => image.Kind == ImageKind.Registry).Select(image => image.Name).ToHashSet();
        if (names.Count == 0 && against is null)
        {
            return null;
        }

        if (history is null)
        {
            skipped.Add(What, "the tree is in no git checkout");
            return null;
        }

        TreeRevision revision;
        try
        {
            revision = await history.OpenAsync(against, cancellationToken);
        }
        catch (SlipwayException problem) when (against is null)
        {
            // Nobody asked for this revision, and a checkout without history is none of the tree's faults.
            skipped.Add(What, $"{problem.Diagnostics[0].Message}; name one with --against");
            return null;
        }

        var scheme = facts.Catalog.Config.Scheme;
        var then = CatalogReader.Read(revision.Tree, scheme).Catalog;
        return new RevisionFacts(
            revision.Name,
            Inputs(revision.Tree, then, names, cancellationToken)
                .Where(pair => then[pair.Key].Registry is not null)
                .ToDictionary(pair => pair.Key, pair => new RevisionImage(then[pair.Key].Registry!.Version, pair.Value)),
            scheme == DigestScheme.Slipway ? facts.Inputs : Inputs(tree, facts.Catalog, names, cancellationToken));
    }

    private IReadOnlyDictionary<ImageName, ImageInputs> Inputs(
        ISourceTree of, ImageCatalog catalog, IEnumerable<ImageName> names, CancellationToken cancellationToken)
    {
        var images = catalog.WithAncestors(names.Where(name => catalog.Find(name) is not null));

        // An image that was broken then cannot be compared, which is not worth a word.
        return new DigestCalculator(new UnpinnedTree(of, catalog), catalog.Config, cache)
            .Compute(images, new DiagnosticBag(), cancellationToken);
    }
}
