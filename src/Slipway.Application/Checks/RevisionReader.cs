using Slipway.Application.Digests;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Images;
using Slipway.Model.Trees;
using Slipway.Review.Checks.Facts;

namespace Slipway.Application.Checks;

/// <summary>Reads the registry images of the tree as a revision has them.</summary>
internal sealed class RevisionReader(ISourceTree tree, IDigestCache cache)
{
    /// <summary>What is not looked at where there is nothing to compare with.</summary>
    public const string What = "changes since a revision";

    /// <returns>Null when there is nothing to compare, or nothing to compare with.</returns>
    public async Task<RevisionFacts?> ReadAsync(
        GitRepository? repository,
        CheckFacts facts,
        string? against,
        SkippedChecks skipped,
        CancellationToken cancellationToken)
    {
        var names = facts
            .Images.Where(image => image.Kind == ImageKind.Registry)
            .Select(image => image.Name)
            .ToHashSet();
        if (names.Count == 0 && against is null)
        {
            return null;
        }

        if (repository is null)
        {
            skipped.Add(What, "the tree is in no git checkout");
            return null;
        }

        GitRevision revision;
        ISourceTree past;
        try
        {
            revision = against is null
                ? await repository.MergeBaseWithMainAsync(cancellationToken)
                : await repository.ResolveAsync(against, cancellationToken);
            past = await repository.OpenTreeAsync(revision, tree, cancellationToken);
        }
        catch (SlipwayException problem) when (against is null)
        {
            // Nobody asked for this revision, and a checkout without history is none of the tree's faults.
            skipped.Add(What, $"{problem.Diagnostics[0].Message}; name one with --against");
            return null;
        }

        // An image that was broken then cannot be compared, which is not worth a word.
        var config = facts.Catalog.Config;
        var then = CatalogReader.Read(past, KnownDialects.All, config.Dialect, config.Checkout).Catalog;
        var known = names.Where(name => then.Find(name) is not null).ToList();
        var inputs = await new TreeDigests(past, then, cache)
            .ComputeAsync(known, new ImageProblems(), cancellationToken);
        return new RevisionFacts(
            revision.Short,
            then.WithAncestors(known)
                .Where(image => image.Registry is not null && inputs.ContainsKey(image.Name))
                .ToDictionary(
                    image => image.Name, image => new RevisionImage(image.Registry!.Version, inputs[image.Name])));
    }
}
