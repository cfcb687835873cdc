using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Reads a tree as it would be with files that are proposed, before any of them is written.</summary>
public static class ProposalTrial
{
    /// <param name="tree">The tree as it is.</param>
    /// <param name="dialects">What it may be written in.</param>
    /// <param name="files">Texts by path.</param>
    /// <param name="cancellationToken">Stops the look at contexts.</param>
    public static TrialResult Read(
        ISourceTree tree,
        DialectSet dialects,
        IReadOnlyDictionary<RelativePath, string> files,
        CancellationToken cancellationToken)
    {
        var overlaid = MountedTree.Over(tree, new OverlaidTree(
            MountedTree.OwnOf(tree),
            files.ToDictionary(
                pair => pair.Key, pair => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(pair.Value))));
        var reading = CatalogReader.Read(overlaid, dialects);
        return new TrialResult(reading, Usable(overlaid, reading.Catalog, cancellationToken), overlaid);
    }

    /// <summary>A catalog without the images whose contexts cannot be made.</summary>
    public static ImageCatalog Usable(ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var contexts = catalog.Config.ContextsOf(tree);
        var broken = new Dictionary<ImageName, ImmutableArray<Diagnostic>>();
        foreach (var image in catalog.ParentsFirst)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = new DiagnosticBag();
            if (contexts.Build(image, problems) is null)
            {
                broken.Add(image.Name, [.. problems.ToSorted().Where(found => found.Severity == Severity.Error)]);
            }
        }

        return catalog.Without(broken);
    }
}

/// <summary>What a tree would be.</summary>
/// <param name="Reading">Its catalog, with whatever is wrong with it.</param>
/// <param name="Catalog">The same without images whose contexts cannot be made.</param>
/// <param name="Tree">The tree with the files in it.</param>
public sealed record TrialResult(CatalogResult Reading, ImageCatalog Catalog, ISourceTree Tree);
