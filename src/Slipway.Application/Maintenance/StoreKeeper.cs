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
        var force = await PolicyInForce.ReadAsync(_parts, inUse, cancellationToken);
        var retention = force is null
            ? null
            : new TreeRetention(_parts.Config, force.Policy, force.Used, _parts.Clock);
        var options = force is null
            ? new GcOptions()
            : new GcOptions { Retention = retention, KeepUnindexed = force.Policy.Grace };
        var maintenance = _parts.Store.Maintenance;
        var plan = await maintenance.PlanGcAsync(options, cancellationToken);
        _parts.Warn(retention?.Problems() ?? []);
        if (!planOnly && !plan.IsEmpty)
        {
            plan = await maintenance.CollectAsync(plan, options, cancellationToken);
        }

        return new GcReport(plan)
        {
            HasPolicy = retention is not null,
            Retired = retention?.Retired(plan) ?? [],
            Kept = [.. (retention?.Verdicts ?? []).Where(verdict => verdict.IsKept)],
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

    /// <summary>Whether a person named the registry as what is to be collected.</summary>
    public bool IsRegistryNamed => _parts.IsRegistryNamed;

    /// <summary>
    /// Removes from the registry that machines share what the tree's policy does not keep: first it is not found any
    /// more, and deleted once the grace is over.
    /// </summary>
    /// <param name="planOnly">Whether nothing is changed.</param>
    /// <param name="inUse">Files that list references in use, besides those that the policy names.</param>
    /// <param name="cancellationToken">Stops it; what it did not get to comes the next time.</param>
    /// <exception cref="SlipwayException">What is in use cannot be told, or nothing says what is kept.</exception>
    public async Task<SharedGcReport> CollectRegistryAsync(
        bool planOnly, ImmutableArray<string> inUse, CancellationToken cancellationToken)
    {
        if (await PolicyInForce.ReadAsync(_parts, inUse, cancellationToken) is not { } force)
        {
            throw new SlipwayException(new Diagnostic(
                RetentionCodes.PolicyMissing,
                $"Nothing says what is kept in {_parts.Shared.Address}",
                $"Write 'retention:' into {ConfigReader.FileName}."));
        }

        var collector = _parts.Shared.Collector;
        var plan = await _parts.Feedback.ShowAsync(
            $"looking into {_parts.Shared.Address}",
            _ => collector.PlanAsync(force.Policy, force.Used, force.Images, cancellationToken));
        _parts.Warn(plan.Problems);
        var outcome = planOnly || plan.IsEmpty ? null : await collector.CollectAsync(plan, cancellationToken);
        _parts.Warn(outcome?.Refusals ?? []);
        return new SharedGcReport(_parts.Shared.Address, plan, outcome);
    }
}
