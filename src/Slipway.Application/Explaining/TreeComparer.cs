using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Images;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Compares what a person names: builds, revisions, dates, images.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="withPatches">Whether a person wants to see changed files line by line.</param>
internal sealed class TreeComparer(WorkspaceParts parts, bool withPatches)
{
    private const string Head = "HEAD";
    private const string Range = "...";

    /// <summary>Compares two sides.</summary>
    /// <param name="before">A digest, a git revision, a date or an image.</param>
    /// <param name="after">What to compare it with.</param>
    /// <param name="images">The images of two revisions that matter; none for all.</param>
    public async Task<Comparison> CompareAsync(
        string before, string after, IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        using var sides = new SideReader(parts);
        var comparer = new SideComparer(parts, sides, withPatches);
        if (images.Count == 0 && ImageOf(before) is { } one && ImageOf(after) is { } other)
        {
            return await comparer.CompareImagesAsync(one, other, cancellationToken);
        }

        images = parts.Expand(images);
        // Not looked up in the tree: an image of two revisions may be gone from it.
        ImageName[]? names =
            images.Count == 0
                ? null
                :
                [
                    .. images.Select(image =>
                        ImageName.TryParse(image, out var name) ? name : parts.Require(image).Name),
                ];
        var then = await sides.ReadAsync(before, names, cancellationToken);
        var now = await sides.ReadAsync(after, names, cancellationToken);
        foreach (var name in (names ?? []).Where(name => !IsKnown(then, name) && !IsKnown(now, name)))
        {
            parts.Require(name.Value);
        }

        return await comparer.CompareAsync(then, now, names, cancellationToken);
    }

    /// <summary>Compares the tree as it stands with an earlier revision.</summary>
    /// <param name="since">
    /// A git revision, for where HEAD left it; a date; <c>A...B</c>, for what B changed since it left A; null for where
    /// HEAD left the main branch.
    /// </param>
    public async Task<Comparison> SinceAsync(string? since, CancellationToken cancellationToken)
    {
        using var sides = new SideReader(parts);
        var repository = await sides.RepositoryAsync(cancellationToken);
        if (since?.Split(Range) is [var one, var other])
        {
            var from = await repository.ResolveAsync(NameOf(one), cancellationToken);
            var to = await repository.ResolveAsync(NameOf(other), cancellationToken);
            var left = await LeftAsync(repository, from, to, cancellationToken);
            return await new SideComparer(parts, sides, withPatches).CompareAsync(
                await sides.RevisionAsync(left, null, cancellationToken),
                await sides.RevisionAsync(to, null, cancellationToken),
                null,
                cancellationToken);
        }

        var revision = since is null ? await repository.MergeBaseWithMainAsync(cancellationToken)
            : Moments.TryParse(since, out var moment) ? await repository.ResolveAtAsync(moment.Value, cancellationToken)
            : await LeftAsync(
                repository,
                await repository.ResolveAsync(since, cancellationToken),
                await repository.ResolveAsync(Head, cancellationToken),
                cancellationToken);
        var now = await sides.WorkingTreeAsync(parts.Catalog.ParentsFirst, cancellationToken);
        var then = await sides.RevisionAsync(revision, null, cancellationToken);
        return await new SideComparer(parts, sides, withPatches).CompareAsync(then, now, null, cancellationToken);
    }

    /// <summary>
    /// Where a revision left another, so that what the other changed since is not taken for its change. The other
    /// itself when the two have nothing in common.
    /// </summary>
    private static async Task<GitRevision> LeftAsync(
        GitRepository repository, GitRevision other, GitRevision revision, CancellationToken cancellationToken) =>
        await repository.FindMergeBaseAsync(other.Id, revision.Id, cancellationToken) ?? other;

    // As git has it: what is left out is HEAD.
    private static string NameOf(string side) => side.Length == 0 ? Head : side;

    private ImageDefinition? ImageOf(string text) =>
        parts.Expand([text]) is [var found] && ImageName.TryParse(found, out var name)
            ? parts.Catalog.Find(name)
            : null;

    private static bool IsKnown(Side side, ImageName image) =>
        side is not Side.Tree tree || tree.Catalog.Find(image) is not null;
}

/// <summary>Two trees, builds or images compared.</summary>
/// <param name="Before">What is compared, in words.</param>
/// <param name="After">With what.</param>
/// <param name="Images">The images that were compared.</param>
/// <param name="Explanation">What differs.</param>
public sealed record Comparison(
    string Before, string After, IReadOnlyCollection<ImageName> Images, Explanation Explanation)
{
    /// <summary>Line by line, for the causes of which a person asked for it.</summary>
    public IReadOnlyDictionary<Cause, Patch> Patches { get; init; } = new Dictionary<Cause, Patch>();

    /// <summary>Whether two trees were compared, whose names do not say of which images they were asked.</summary>
    public bool IsOfTrees { get; init; }

    /// <summary>The images that differ, parents first.</summary>
    public IEnumerable<ImageComparison> Different => Explanation.Comparisons.Where(comparison =>
        comparison.Kind != ComparisonKind.Same && Images.Contains(comparison.Name));
}
