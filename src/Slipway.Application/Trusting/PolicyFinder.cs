using System.Collections.Immutable;
using Slipway.Application.Wording;
using Slipway.Files.Paths;
using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// Finds the policy in force: the one that a person named, else that of the main branch. What is judged must not bring
/// its own rules, so the file in the tree counts only where git knows no main branch.
/// </summary>
/// <param name="named">The file that a person named; null when nobody did.</param>
/// <param name="treeRoot">The root of the tree; null outside of one.</param>
/// <param name="warn">Told of a policy that is not in force.</param>
/// <param name="standing">The root as it was named, or the folder from where it was looked for, with the links on the
/// way; null for the root itself.</param>
/// <param name="derived">A project whose level is taken from the tree, and that level; null where a person says the
/// level.</param>
internal sealed class PolicyFinder(
    string? named,
    Func<string?> treeRoot,
    Action<Diagnostic> warn,
    Func<string>? standing = null,
    Func<(string Project, Level Level)?>? derived = null)
{
    private PolicyInForce? _found;
    private bool _isSearched;

    /// <summary>Whether a person named a policy, which counts for everything then.</summary>
    public bool IsNamed => named is not null;

    /// <summary>The command that shows a person all that was checked of something, under the same policy.</summary>
    /// <param name="what">As it is named on the command line.</param>
    /// <param name="level">At which level it is used; null where nobody says it.</param>
    public string VerifyCommand(string what, Level? level) => $"'slipway trust verify {what}{Options(level)}'";

    /// <summary>How a command says the same level and policy, after a space; empty where nobody said one.</summary>
    public string Options(Level? level) =>
        ScopeText.Option(level) + (named is null ? string.Empty : $" --policy {Display.Line(named)}");

    /// <returns>Null when there is no policy.</returns>
    /// <exception cref="SlipwayException">Everything that is wrong with the policy.</exception>
    public async Task<PolicyInForce?> FindAsync(CancellationToken cancellationToken)
    {
        if (!_isSearched)
        {
            _found = await SearchAsync(cancellationToken);
            _isSearched = true;
        }

        return _found;
    }

    /// <exception cref="SlipwayException">There is no policy, or it is wrong.</exception>
    public async Task<PolicyInForce> RequireAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken)
        ?? throw new SlipwayException(new Diagnostic(
            TrustCodes.PolicyMissing,
            $"There is no {PolicyDocument.File} in force",
            "Name a policy with --policy, or write trust/policy.yml: 'slipway trust import' makes one."));

    private async Task<PolicyInForce?> SearchAsync(CancellationToken cancellationToken)
    {
        var found = await SearchFileAsync(cancellationToken);
        if (found is not null && derived?.Invoke() is var (project, level) && treeRoot() is { } root)
        {
            using var repository = await GitRepository.FindAsync(root, cancellationToken);
            if (repository is not null)
            {
                await MainLevels.RequireAsync(repository, root, project, level, cancellationToken);
            }
        }

        return found;
    }

    private async Task<PolicyInForce?> SearchFileAsync(CancellationToken cancellationToken)
    {
        if (named is not null)
        {
            return PolicyInForce.Of(await PolicySource.LoadAsync(named, cancellationToken), named);
        }

        if (treeRoot() is not { } root)
        {
            return null;
        }

        string own = PolicySource.FileOf(root);
        using var repository = await GitRepository.FindAsync(root, cancellationToken);
        if (repository is null
            || await MainPolicy.FindAsync(repository, PlacesOf(root, repository), cancellationToken) is not { } main)
        {
            return !PolicySource.IsIn(root) ? null
                : repository is null && CheckoutAround(root) is { } around ? throw CannotAsk(around)
                : PolicyInForce.Of(await PolicySource.LoadOfAsync(root, cancellationToken), own);
        }

        if (main.InForce is null && PolicySource.IsIn(root))
        {
            warn(new Diagnostic(
                TrustCodes.PolicyNotInForce,
                $"{PolicyDocument.File} of this tree is not in force, because {main.Branch} has none",
                "Bring it onto the main branch, or name it with --policy.",
                Severity: Severity.Warning));
        }

        return main.InForce;
    }

    /// <summary>The root as it was named, and where a person stands, with links and without.</summary>
    private ImmutableArray<RelativePath> PlacesOf(string root, GitRepository repository)
    {
        string top = RealPath.Of(root);
        for (var place = repository.Place; !place.IsRoot; place = place.Parent)
        {
            top = Path.GetDirectoryName(top)!;
        }

        string[] places = standing?.Invoke() is { } folder ? [root, folder, RealPath.Of(folder)] : [root];
        return [.. places.Select(path => PlaceIn(top, path)).OfType<RelativePath>().Distinct()];
    }

    /// <summary>Where a path lies below the top of a checkout, links as they are called; null for elsewhere.</summary>
    private static RelativePath? PlaceIn(string top, string path)
    {
        var names = new Stack<string>();
        for (string? folder = Path.GetFullPath(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (RealPath.Of(folder) == top)
            {
                return RelativePath.TryParse(string.Join('/', names), out var place) ? place : null;
            }

            names.Push(Path.GetFileName(folder));
        }

        return null;
    }

    /// <summary>What says that a folder is in a checkout, whatever git makes of it; null where nothing does.</summary>
    private static string? CheckoutAround(string root)
    {
        for (string? folder = RealPath.Of(root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string git = Path.Join(folder, ".git");
            if (Path.Exists(git))
            {
                return git;
            }
        }

        return null;
    }

    private static SlipwayException CannotAsk(string git) => new(new Diagnostic(
        TrustCodes.MainBranchUnclear,
        $"{PolicyDocument.File} of this tree may be one that its main branch does not have: there is "
            + $"{Display.Line(git)}, and git is not there or does not take it for a checkout",
        "Install git, and mount or clone the whole checkout; or name a policy with --policy or SLIPWAY_POLICY."));
}
