using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Causes;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>Builds one image of a plan: lock, look again, make, publish, and write down how it went.</summary>
internal sealed class ImageBuilder(PlanRun run)
{
    private readonly IndexReader _reader = new(run.Backend.Index, run.Backend.Source);
    private readonly ImageMaker _maker = new(run);
    private readonly ImagePublisher _publisher = new(run);

    // In milliseconds, as entries tell when they were built.
    private readonly DateTimeOffset _began =
        DateTimeOffset.FromUnixTimeMilliseconds(run.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ImageOutcome> BuildAsync(ImageJob job, CancellationToken cancellationToken)
    {
        var planned = job.Planned;
        using var digestLock = await run.Backend.Locks.AcquireAsync(
            planned.Digest, () => run.Report(new BuildEvent.Waiting(planned.Name)), cancellationToken);
        if (await FindAsync(planned, cancellationToken) is { } found)
        {
            return await AdoptAsync(job, found, cancellationToken);
        }

        if (!run.Options.Index || planned.Inserts.IsEmpty || !run.Backend.Sharing.IsShared)
        {
            return await BuildLockedAsync(job, NoLeases.Instance, cancellationToken);
        }

        return await BuildLeasedAsync(job, cancellationToken);
    }

    private async Task<ImageOutcome> BuildLeasedAsync(ImageJob job, CancellationToken cancellationToken)
    {
        var planned = job.Planned;
        await using var lease = await run.Backend.Leases.AcquireAsync(
            new LeaseRequest(
                planned.Digest,
                planned.Name,
                run.Options.Waits,
                holder => run.Report(new BuildEvent.Waiting(planned.Name) { Holder = holder })),
            cancellationToken);
        // Who had it before has probably built it.
        return await FindAsync(planned, cancellationToken) is { } found
            ? await AdoptAsync(job, found, cancellationToken)
            : await BuildLockedAsync(job, lease, cancellationToken);
    }

    private Task<FoundImage?> FindAsync(PlannedImage planned, CancellationToken cancellationToken) =>
        _reader.FindAsync(planned.Candidates, planned.FreshAfter, cancellationToken);

    /// <summary>
    /// Takes what was built since the plan was made: by another process, or by this one under another name that has the
    /// same digest; the image's own name is then published as well. Or what is older, and was whole again when its turn
    /// came: a blob that it shares with another image was stored anew.
    /// </summary>
    private async Task<ImageOutcome> AdoptAsync(ImageJob job, FoundImage found, CancellationToken cancellationToken)
    {
        await run.Vouching.AdmitAsync(job.Planned, found, cancellationToken);
        ImageName? other = found.Entry.Data.TryGetValue(IndexData.Image, out string? recorded)
            && ImageName.TryParse(recorded, out var builtAs) && builtAs != job.Image.Name ? builtAs : null;
        if (other is not null
            && await run.Backend.Builds.FindAsync(found.Entry.Build, cancellationToken) is { } record
            && await run.Backend.Source.FetchAsync(found.Entry.Image, null, cancellationToken) is { } stored)
        {
            await run.Ports.Images.LoadAsync(stored, null, cancellationToken);
            await _publisher.ShareAsync(job, record, found.Scope, stored, cancellationToken);
            await _publisher.PublishAsync(job, record, found.Scope, stored, cancellationToken);
        }

        return new ImageOutcome
        {
            Planned = job.Planned,
            Kind = found.Entry.BuiltAt >= _began ? OutcomeKind.BuiltElsewhere : OutcomeKind.Reused,
            FoundAt = found.Scope,
            Build = found.Entry.Build,
            ImageHash = found.Entry.ImageHash,
            SameAs = other,
        };
    }

    private async Task<ImageOutcome> BuildLockedAsync(
        ImageJob job, IBuildLease lease, CancellationToken cancellationToken)
    {
        var record = Begin(job);
        var log = new BuildLog(run.Backend.Builds.CreateLog(record.Id), job.Image.Name, run.Report);
        await using (log)
        {
            try
            {
                var made = await _maker.MakeAsync(job, log, cancellationToken);
                record = record with
                {
                    Externals = made.Externals,
                    Parents = made.Parents,
                    Finished = run.Clock.GetUtcNow(),
                    Result = BuildResult.Succeeded,
                    ImageHash = made.Stored.ImageHash,
                    Size = made.Stored.Size,
                };
                var finished = record;
                return await UnnamedImage.RemoveUnlessAsync(
                    run.Engine,
                    made.Stored.ImageHash,
                    () => FinishAsync(job, finished, made.Stored, lease, cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await EndAsync(record, BuildResult.Cancelled);
                throw;
            }
            catch (SlipwayException failure)
            {
                log.WriteDiagnostics(failure.Diagnostics);
                record = await EndAsync(record, BuildResult.Failed);
                return Outcome(job.Planned, record, OutcomeKind.Failed, failure.Diagnostics);
            }
        }
    }

    /// <summary>Writes down what was built, has it signed, and gives it to those who look for it.</summary>
    private async Task<ImageOutcome> FinishAsync(
        ImageJob job, BuildRecord record, StoredImage stored, IBuildLease lease, CancellationToken cancellationToken)
    {
        // The image is there: what is left takes milliseconds, and is not given up half-way.
        await run.Backend.Builds.AddAsync(record, CancellationToken.None);
        // Somebody who thought that this machine is dead may have built it meanwhile, and one image is enough.
        if (!await lease.ConfirmAsync(cancellationToken)
            && await FindAsync(job.Planned, cancellationToken) is { } theirs)
        {
            var adopted = await AdoptAsync(job, theirs, cancellationToken);
            if (adopted.ImageHash != stored.ImageHash)
            {
                await UnnamedImage.RemoveAsync(run.Engine, stored.ImageHash);
            }

            return adopted;
        }

        // Before anybody can find it.
        await run.Vouching.SignAsync(job.Planned, record, stored, cancellationToken);
        // Sending it to where others have it from may take minutes.
        await _publisher.ShareAsync(job, record, record.Scope, stored, cancellationToken);
        await _publisher.PublishAsync(job, record, record.Scope, stored, CancellationToken.None);
        return Outcome(job.Planned, record, OutcomeKind.Built, []);
    }

    private BuildRecord Begin(ImageJob job)
    {
        var now = run.Clock.GetUtcNow();
        return new BuildRecord
        {
            Id = BuildId.New(),
            Image = job.Planned.Name,
            Digest = job.Planned.Digest,
            InputsManifest = job.Inputs.Manifest,
            Level = run.Push.Level,
            PullRequest = run.Push.PullRequest,
            Project = run.Push.Project,
            Revision = run.Push.Revision,
            Source = run.Sources.Of(job.Inputs),
            PushDate = run.Push.PushDate,
            Started = now,
            Finished = now,
            Result = BuildResult.Failed,
            Reason = CauseOf(job.Planned.Reason),
            Engine = $"{run.Engine.Description.Name} {run.Engine.Description.Version}",
        };
    }

    private static BuildReason? CauseOf(PlanReason cause) => cause switch
    {
        PlanReason.InputsChanged or PlanReason.ParentsChanged => BuildReason.Changed,
        PlanReason.NotIndexed => BuildReason.NotIndexed,
        PlanReason.TooOld => BuildReason.TooOld,
        PlanReason.ParentTooOld => BuildReason.ParentTooOld,
        PlanReason.Forced => BuildReason.Forced,
        PlanReason.Uncached => BuildReason.Uncached,
        _ => null,
    };

    /// <summary>
    /// Writes down that a build came to nothing; without the caller's token, for it may be cancelled.
    /// </summary>
    private async Task<BuildRecord> EndAsync(BuildRecord record, BuildResult result)
    {
        var ended = record with { Finished = run.Clock.GetUtcNow(), Result = result, ImageHash = null, Size = null };
        try
        {
            await run.Backend.Builds.AddAsync(ended, CancellationToken.None);
            if (result == BuildResult.Failed && run.Options.Index)
            {
                await run.Backend.Sharing.ShareFailureAsync(ended, CancellationToken.None);
            }
        }
        catch (SlipwayException failure)
        {
            // The build's own failure is what the person must see; that it could not be recorded comes beside it.
            foreach (var diagnostic in failure.Diagnostics)
            {
                run.Report(new BuildEvent.Warned(record.Image, diagnostic with { Severity = Severity.Warning }));
            }
        }

        return ended;
    }

    private static ImageOutcome Outcome(
        PlannedImage planned, BuildRecord record, OutcomeKind kind, ImmutableArray<Diagnostic> diagnostics) => new()
        {
            Planned = planned,
            Kind = kind,
            Build = record.Id,
            ImageHash = record.ImageHash,
            Size = record.Size,
            Duration = record.Finished - record.Started,
            Diagnostics = diagnostics,
        };
}
