using Slipway.Application.Backends;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Sharing;

namespace Slipway.Application.Building;

/// <summary>
/// Shares images that are reused because the store of this machine has them, and others do not: what was built while
/// nothing could be written, or before there was anybody to share with.
/// </summary>
internal sealed class StoredSharer(Backend backend)
{
    /// <summary>Does it for all reused images of a plan that are of the push's own scope.</summary>
    /// <remarks>Nothing of this is worth failing for, because the image is here.</remarks>
    public async Task ShareAsync(BuildPlan plan, Action<Diagnostic> warn, CancellationToken cancellationToken)
    {
        foreach (var planned in plan.Images.Where(image => IsOnlyHere(plan, image)))
        {
            try
            {
                await ShareAsync(plan, planned, cancellationToken);
            }
            catch (SlipwayException problem)
            {
                foreach (var diagnostic in problem.Diagnostics)
                {
                    warn(diagnostic with { Severity = Severity.Warning });
                }
            }
        }
    }

    private bool IsOnlyHere(BuildPlan plan, PlannedImage image) =>
        backend.Sharing.IsShared
        && image is { MustBuild: false, Found: { } found, Inserts.IsEmpty: false }
        && found.Scope == plan.Push.Scope
        && found.Entry.Namespace == image.Inserts[^1]
        && !backend.Sharing.Has(found.Entry.Namespace);

    private async Task ShareAsync(BuildPlan plan, PlannedImage planned, CancellationToken cancellationToken)
    {
        var found = planned.Found!;
        if (await backend.Here.FindAsync(found.Entry.Build, cancellationToken)
                is not { Result: BuildResult.Succeeded, ImageHash: { } hash } record
            || await backend.Images.FindAsync(hash, cancellationToken) is not { } stored)
        {
            return;
        }

        await backend.Sharing.ShareAsync(
            new SharedBuild(
                record,
                stored,
                ImagePublisher.Entry(planned.Inserts[^1], plan, record, record.Scope, stored.ImageHash)),
            null,
            cancellationToken);
        foreach (var ns in planned.Inserts)
        {
            await backend.Index.InsertAsync(
                ImagePublisher.Entry(ns, plan, record, record.Scope, stored.ImageHash), cancellationToken);
        }
    }
}
