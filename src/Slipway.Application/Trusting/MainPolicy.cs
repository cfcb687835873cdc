using System.Collections.Immutable;
using Slipway.Application.Files;
using Slipway.Git;
using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// What the main branch says about the policy of a root: the one at the root's own place counts, else the one in the
/// nearest folder above it. Where the root lies is the checkout's to say, so one that is new there is not free of the
/// policies that the main branch has elsewhere.
/// </summary>
/// <param name="Branch">The main branch, such as <c>refs/remotes/origin/main</c>.</param>
/// <param name="InForce">The policy; null where none is about the root.</param>
internal sealed record MainPolicy(string Branch, PolicyInForce? InForce)
{
    private const string NameOne = "name a policy with --policy or SLIPWAY_POLICY";
    private static readonly RelativePath Folder = PolicyDocument.File.Parent;

    /// <param name="repository">The checkout, at the root.</param>
    /// <param name="named">
    /// Where a person stands, and the root as it was named, from the top of the checkout: the checkout may have made a
    /// link of it, or taken away what made a root of it.
    /// </param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>Null when no main branch is known.</returns>
    /// <exception cref="SlipwayException">Which policy counts cannot be told, or it is wrong.</exception>
    public static Task<MainPolicy?> FindAsync(
        GitRepository repository, ImmutableArray<RelativePath> named, CancellationToken cancellationToken) =>
        FindAsync(repository, repository.Place, named, around: null, cancellationToken);

    /// <param name="repository">A checkout.</param>
    /// <param name="root">The root, from its top.</param>
    /// <param name="named">The other places that have to have the same policy.</param>
    /// <param name="around">The same as the checkout around the submodule that the root is in; null for the root's
    /// own.</param>
    private static async Task<MainPolicy?> FindAsync(
        GitRepository repository,
        RelativePath root,
        ImmutableArray<RelativePath> named,
        Superproject? around,
        CancellationToken cancellationToken)
    {
        // Which submodule lies there is what the checkout around it says, and so is which main branch that one has.
        if (await repository.FindSuperprojectAsync(cancellationToken) is { } outer)
        {
            using var checkout = await GitRepository.RequireAsync(outer.Top, cancellationToken);
            var found = await FindAsync(
                checkout,
                outer.Submodule.Join(root),
                [.. named.Select(place => outer.Submodule.Join(place))],
                outer,
                cancellationToken);
            if (found?.InForce is not null)
            {
                return found;
            }
        }

        var branches = await repository.MainBranchesAsync(cancellationToken);
        if (branches.IsEmpty)
        {
            return null;
        }

        var nearest = new List<MainEntry?>();
        foreach (var branch in branches)
        {
            nearest.Add(await NearestAsync(branch, root, named, around, cancellationToken));
        }

        if (nearest.DistinctBy(entry => (entry?.Mode, entry?.Id)).Count() > 1)
        {
            throw Unclear(branches);
        }

        return new MainPolicy(
            branches[0].Name,
            nearest[0] is { } policy ? await ReadAsync(branches[0], policy, around, cancellationToken) : null);
    }

    private static async Task<MainEntry?> NearestAsync(
        MainBranch branch,
        RelativePath root,
        ImmutableArray<RelativePath> named,
        Superproject? around,
        CancellationToken cancellationToken)
    {
        RelativePath[] marks = [.. RootMarks.All.Select(root.Join)];
        var entries = await branch.EntriesAsync(
            [.. named.Add(root).SelectMany(Upwards).SelectMany(Candidates), .. marks], cancellationToken);
        MainEntry? NearestTo(RelativePath place) => Upwards(place)
            .SelectMany(Candidates)
            .Select(path => entries.GetValueOrDefault(path))
            .FirstOrDefault(entry => entry is not null && (entry.IsLink || entry.Path.Name != Folder.Name));
        var nearest = NearestTo(root);
        if (nearest is null && !marks.Any(entries.ContainsKey))
        {
            var elsewhere = await branch.PathsEndingInAsync(PolicyDocument.File, cancellationToken);
            if (!elsewhere.IsEmpty)
            {
                throw Elsewhere(branch, root, elsewhere, isSubmodule: around is not null);
            }
        }

        return named.Select(NearestTo).FirstOrDefault(other => other != nearest) is { } other
            ? throw Another(branch, other, nearest)
            : nearest;
    }

    private static IEnumerable<RelativePath> Upwards(RelativePath root)
    {
        for (var folder = root; !folder.IsRoot; folder = folder.Parent)
        {
            yield return folder;
        }

        yield return RelativePath.Root;
    }

    // The folder is asked for by itself too: nothing lies below one that is a link.
    private static RelativePath[] Candidates(RelativePath folder) =>
        [folder.Join(PolicyDocument.File), folder.Join(Folder)];

    private static async Task<PolicyInForce> ReadAsync(
        MainBranch branch, MainEntry policy, Superproject? around, CancellationToken cancellationToken)
    {
        string place = $"{branch.Name}:{policy.Path}" + (around is null ? string.Empty : $" of {around.Top}");
        return policy.IsLink
            ? throw PolicySource.LinkRefused(place)
            : PolicyInForce.Of(await branch.ReadAsync(policy, cancellationToken), place);
    }

    private static SlipwayException Unclear(ImmutableArray<MainBranch> branches) => new(new Diagnostic(
        TrustCodes.MainBranchUnclear,
        $"Which of {string.Join(" and ", branches.Select(branch => branch.Name))} is the main branch is not known, and "
            + $"they do not have the same {PolicyDocument.File}",
        $"Let git ask with `git remote set-head origin --auto`, or {NameOne}."));

    private static SlipwayException Another(MainBranch branch, MainEntry here, MainEntry? ofRoot) => new(new Diagnostic(
        TrustCodes.PolicyElsewhere,
        $"{branch.Name} has {Display.Line(here.Path.Value)} for where you are, and the root that this checkout has "
            + $"there goes by {(ofRoot is null ? "no policy" : Display.Line(ofRoot.Path.Value))}",
        $"Look at what was done to the root and to links on the way to it, go to the root itself, or {NameOne}."));

    private static SlipwayException Elsewhere(
        MainBranch branch, RelativePath root, ImmutableArray<RelativePath> elsewhere, bool isSubmodule)
    {
        string place = root.IsRoot ? "the top of the checkout" : Display.Text(root.Value);
        string more = elsewhere.Length > 1 ? $" and {elsewhere.Length - 1} more" : string.Empty;
        return new SlipwayException(new Diagnostic(
            TrustCodes.PolicyElsewhere,
            $"No policy of {branch.Name} is about {place}, which is no root there; it has "
                + $"{Display.Line(elsewhere[0].Value)}{more}",
            isSubmodule
                ? $"Write a {PolicyDocument.File} above the submodule on that branch, or {NameOne}."
                : $"Bring the root onto that branch first, work in one that it has, or {NameOne}."));
    }
}
