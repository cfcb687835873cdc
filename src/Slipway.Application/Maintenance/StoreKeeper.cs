using System.Collections.Immutable;
using Slipway.Application.Retention;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;

namespace Slipway.Application.Maintenance;

/// <summary>Keeps the store small and sound.</summary>
public sealed class StoreKeeper
{
    private readonly WorkspaceParts _parts;

    internal StoreKeeper(WorkspaceParts parts) => _parts = parts;

    /// <summary>
    /// Removes what the tree's policy does not keep, what has expired, and what nothing refers to.
    /// </summary>
    /// <param name="planOnly">Whether nothing is removed.</param>
    /// <param name="inUse">Files that list references in use, besides those that the policy names.</param>
    /// <param name="cancellationToken">Stops it; what it did not get to goes the next time.</param>
    /// <returns>What was removed, or would be.</returns>
    /// <exception cref="SlipwayException">What is in use cannot be told, so nothing was removed.</exception>
    public async Task<GcReport> CollectAsync(
        bool planOnly, ImmutableArray<string> inUse, CancellationToken cancellationToken)
    {
        var retention = await RetentionAsync(inUse, cancellationToken);
        var options = retention is { } own
            ? new GcOptions { Retention = own.Retention, KeepUnindexed = own.Policy.Grace }
            : new GcOptions();
        var maintenance = _parts.Store.Maintenance;
        var plan = await maintenance.PlanGcAsync(options, cancellationToken);
        _parts.Warn(retention?.Retention.Problems() ?? []);
        if (!planOnly && !plan.IsEmpty)
        {
            plan = await maintenance.CollectAsync(plan, options, cancellationToken);
        }

        return new GcReport(plan)
        {
            HasPolicy = retention is not null,
            Retired = retention?.Retention.Retired(plan) ?? [],
            Kept = [.. (retention?.Retention.Verdicts ?? []).Where(verdict => verdict.IsKept)],
        };
    }

    /// <summary>Looks no more for the values that a build secret had.</summary>
    /// <returns>How many values that were.</returns>
    public Task<int> ForgetSecretAsync(string id, CancellationToken cancellationToken) =>
        _parts.Store.Maintenance.ForgetSecretAsync(id, cancellationToken);

    /// <summary>Checks every blob against its digest.</summary>
    /// <param name="repair">Whether what is broken is forgotten, so that the next build makes it anew.</param>
    public Task<FsckReport> CheckAsync(bool repair, CancellationToken cancellationToken) => _parts.Feedback.ShowAsync(
        "checking", progress => _parts.Store.Maintenance.CheckAsync(repair, progress, cancellationToken));

    /// <returns>Null where no tree has a policy.</returns>
    private async Task<(TreeRetention Retention, RetentionPolicy Policy)?> RetentionAsync(
        ImmutableArray<string> inUse, CancellationToken cancellationToken)
    {
        if (_parts.CatalogIfAny is null)
        {
            return RequireNone(inUse);
        }

        // A file that is half understood would keep half of what it says.
        var problems = new DiagnosticBag();
        problems.AddRange(_parts.Reading.Diagnostics.Where(problem => problem.Location?.File == ConfigReader.FileName));
        problems.ThrowIfErrors();
        if (_parts.Config.Retention is not { } policy)
        {
            return RequireNone(inUse);
        }

        var used = new UsedImages();
        foreach (var use in await new TreeUseFinder(_parts).FindAsync(policy, cancellationToken))
        {
            foreach (var digest in use.Images.Values)
            {
                used.Add(digest.Sha256, use.User);
            }
        }

        await new ReferenceFiles(_parts).ReadAsync(policy, inUse, used, cancellationToken);
        return (new TreeRetention(_parts.Config, policy, used, _parts.Clock), policy);
    }

    private static (TreeRetention Retention, RetentionPolicy Policy)? RequireNone(ImmutableArray<string> inUse) =>
        inUse.IsEmpty
            ? null
            : throw new SlipwayException(new Diagnostic(
                RetentionCodes.ReferencesMissing,
                "A list of references in use says what a policy keeps, and there is none",
                $"Write 'retention:' into {ConfigReader.FileName}; without it only expiry counts."));
}
