using System.Collections.Immutable;
using Slipway.Application.Digests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Retention;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Retention;

/// <summary>Computes which digests the tree needs: as it stands, and at the tips of branches and tags.</summary>
/// <remarks>
/// Every tip is read as a whole tree, so their number has a bound. A tip that cannot be read can be built by nobody
/// with this version, so it uses nothing; that is told.
/// </remarks>
internal sealed class TreeUseFinder(WorkspaceParts parts)
{
    /// <exception cref="SlipwayException">There are more tips than the policy reads; or it names some, and the tree is
    /// in no checkout.</exception>
    public async Task<ImmutableArray<TreeUse>> FindAsync(
        RetentionPolicy policy, CancellationToken cancellationToken)
    {
        var uses = ImmutableArray.CreateBuilder<TreeUse>();
        uses.Add((await ReadAsync(parts.Tree, parts.Reading, [TreeUse.WorkingTree], cancellationToken))(
            TreeUse.WorkingTree, parts.Push.Level));
        using var repository = policy.NamesTips
            ? await GitRepository.RequireAsync(parts.Tree.RootPath, cancellationToken)
            : await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken);
        if (repository is null)
        {
            return uses.ToImmutable();
        }

        var commits = Choose(policy, await repository.TipsAsync(cancellationToken));
        if (await repository.IsShallowAsync(cancellationToken))
        {
            parts.Warn([Unknown(
                "The checkout is shallow, and branches and tags that were not fetched count as not in use",
                "Fetch them first: git fetch --unshallow --tags.")]);
        }

        for (int number = 0; number < commits.Count; number++)
        {
            var tips = commits[number];
            uses.AddRange(await parts.Feedback.ShowAsync(
                $"reading {number + 1} of {commits.Count}: {NameOf(tips.First())}",
                _ => ReadAsync(repository, [.. tips], cancellationToken)));
        }

        return uses.ToImmutable();
    }

    /// <summary>The tips that the policy names, by commit; those of one commit need the same.</summary>
    private static List<IGrouping<string, GitTip>> Choose(RetentionPolicy policy, ImmutableArray<GitTip> tips)
    {
        var commits = tips
            .Where(tip => tip.Kind switch
            {
                GitTipKind.Branch => policy.Branches.Matches(tip.Name),
                GitTipKind.Tag => policy.Tags.Matches(tip.Name),
                _ => true,
            })
            .GroupBy(tip => tip.Commit)
            .ToList();
        return commits.Count <= policy.MostTips
            ? commits
            : throw new SlipwayException(new Diagnostic(
                RetentionCodes.TooManyTips,
                $"Branches and tags lead to {commits.Count} commits, more than the {policy.MostTips} that may be read",
                "Name those that count with 'branches:' and 'tags:' below 'used-by:' in slipway.yml, "
                + "or raise 'most-tips:'."));
    }

    private async Task<IEnumerable<TreeUse>> ReadAsync(
        GitRepository repository, ImmutableArray<GitTip> tips, CancellationToken cancellationToken)
    {
        var revision = await repository.ResolveAsync(tips[0].Commit, cancellationToken);
        var tree = await repository.OpenTreeAsync(revision, parts.Tree, hideUntracked: true, cancellationToken);
        var reading = CatalogReader.Read(tree, KnownDialects.All, checkout: parts.Checkout);
        var use = await ReadAsync(tree, reading, [.. tips.Select(NameOf)], cancellationToken);
        // A branch that is checked out is one user.
        return tips
            .Where(tip => tip.Kind != GitTipKind.CheckedOut || tips.All(other => other.Kind == GitTipKind.CheckedOut))
            .Select(tip => use(
            NameOf(tip),
            tip.Kind == GitTipKind.Branch ? reading.Catalog.Config.LevelOf(tip.Name) : Level.Lowest));
    }

    private async Task<Func<string, Level, TreeUse>> ReadAsync(
        ISourceTree tree, CatalogResult reading, string[] users, CancellationToken cancellationToken)
    {
        var problems = new ImageProblems();
        var inputs = await new TreeDigests(tree, reading.Catalog, parts.DigestCache).ComputeAsync(
            reading.Catalog.ParentsFirst.Select(image => image.Name), problems, cancellationToken);
        var broken = problems.Broken.Keys
            .Select(name => name.Value)
            .Concat(reading.Catalog.Unfit.Select(image => image.Name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (!reading.IsWhole || broken.Length > 0)
        {
            string what = !reading.IsWhole ? "the tree" : string.Join(", ", broken.Select(Display.Text));
            parts.Warn([Unknown(
                $"What {string.Join(" and ", users)} needs of {what} is not known, because it cannot be read there",
                "Mend it there if somebody builds it; builds that only it needs are not kept for it.")]);
        }

        var images = inputs.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Digest);
        return (user, level) => new TreeUse(user, level, images);
    }

    private static string NameOf(GitTip tip) => tip.Kind switch
    {
        GitTipKind.Branch => $"branch {Display.Text(tip.Name)}",
        GitTipKind.Tag => $"tag {Display.Text(tip.Name)}",
        _ => $"the checkout at {tip.Commit[..12]}",
    };

    private static Diagnostic Unknown(string message, string remedy) =>
        new(RetentionCodes.UseUnknown, message, remedy, Severity: Severity.Warning);
}
