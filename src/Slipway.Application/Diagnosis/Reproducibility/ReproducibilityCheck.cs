using System.Collections.Immutable;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Trees;
using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;
using Slipway.Tree;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>Computes every digest again in other circumstances, and says which files make a difference.</summary>
/// <param name="parts">What is opened.</param>
internal sealed class ReproducibilityCheck(WorkspaceParts parts)
{
    private static readonly (string Name, CloneSettings Settings)[] Clones =
    [
        ("a clone in another folder, behind a link, under umask 077", new CloneSettings { Umask = "077" }),
        ("a clone with CR LF (core.autocrlf=true, core.eol=crlf)", new CloneSettings { ConvertsLineEnds = true }),
        (
            "a clone without links and file modes (core.symlinks=false, core.fileMode=false), under umask 002",
            new CloneSettings { KnowsLinksAndModes = false, Umask = "002" }),
    ];

    /// <returns>Every variation; a file that differs in one clone is not named again for the same reason.</returns>
    /// <exception cref="SlipwayException">The tree is not sound, or in no checkout.</exception>
    public async Task<IReadOnlyList<Variation>> RunAsync(CancellationToken cancellationToken)
    {
        var tree = parts.Tree;
        var catalog = parts.Catalog;
        var inputs = await new PlanMaker(parts).DigestsAsync(catalog.ParentsFirst, cancellationToken);
        catalog = parts.Catalog;
        var here = new ComputedTree(tree, catalog, inputs);
        using var git = await GitRepository.RequireAsync(tree.RootPath, cancellationToken);
        var states = await GitStates.ReadAsync(git, cancellationToken);

        const string again = "listed in reverse, by one thread, with no remembered hash";
        parts.Feedback.Note($"Computing the digests {again}");
        var reversed = await ComputedTree.ReadAsync(
            MountedTree.Over(tree, LocalSourceTree.ListedInReverse(tree.RootPath)),
            catalog.Config,
            threads: 1,
            cancellationToken);
        var variations = new List<Variation> { new(again, TreeComparison.Between(here, reversed, states)) };
        var known = new HashSet<(RelativePath, DifferenceKind)>();
        foreach (var (name, settings) in Clones)
        {
            parts.Feedback.Note($"Computing the digests of {name}");
            using var clone = await TemporaryClone.MakeAsync(tree.RootPath, settings, cancellationToken);
            var there = await ComputedTree.ReadAsync(
                MountedTree.Over(tree, new LocalSourceTree(clone.Root)),
                catalog.Config,
                threads: null,
                cancellationToken);
            ImmutableArray<FileDifference> differences =
            [
                .. TreeComparison.Between(here, there, states)
                    .Where(difference => known.Add((difference.File, difference.Kind))),
            ];
            variations.Add(new Variation(name, differences));
        }

        return variations;
    }
}

/// <summary>One way in which digests were computed again, and what came of it.</summary>
/// <param name="Name">What was different, in words.</param>
/// <param name="Differences">The files that make a difference, by path; none when all digests agree.</param>
public sealed record Variation(string Name, ImmutableArray<FileDifference> Differences);
