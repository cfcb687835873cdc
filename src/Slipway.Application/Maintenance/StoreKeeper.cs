using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Storage;

namespace Slipway.Application.Maintenance;

/// <summary>Keeps the store small and sound.</summary>
public sealed class StoreKeeper
{
    private readonly WorkspaceParts _parts;

    internal StoreKeeper(WorkspaceParts parts) => _parts = parts;

    /// <summary>Removes what has expired and what nothing refers to.</summary>
    /// <param name="planOnly">Whether nothing is removed.</param>
    /// <returns>What was removed, or would be.</returns>
    public async Task<GcPlan> CollectAsync(bool planOnly, CancellationToken cancellationToken)
    {
        var options = new GcOptions();
        var plan = await _parts.Store.Maintenance.PlanGcAsync(options, cancellationToken);
        return planOnly || plan.IsEmpty
            ? plan
            : await _parts.Store.Maintenance.CollectAsync(plan, options, cancellationToken);
    }

    /// <summary>Looks no more for the values that a build secret had.</summary>
    /// <returns>How many values that were.</returns>
    public Task<int> ForgetSecretAsync(string id, CancellationToken cancellationToken) =>
        _parts.Store.Maintenance.ForgetSecretAsync(id, cancellationToken);

    /// <summary>Checks every blob against its digest.</summary>
    /// <param name="repair">Whether what is broken is forgotten, so that the next build makes it anew.</param>
    public Task<FsckReport> CheckAsync(bool repair, CancellationToken cancellationToken) => _parts.Feedback.ShowAsync(
        "checking", progress => _parts.Store.Maintenance.CheckAsync(repair, progress, cancellationToken));
}
