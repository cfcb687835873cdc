using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Builds;
using Slipway.Application.Closing;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>Builds one image of a plan: lock, look again, make, publish, and write down how it went.</summary>
internal sealed class ImageBuilder(
    ISourceTree tree,
    ImageCatalog catalog,
    Backend backend,
    IImageEngine engine,
    ClosingPorts ports,
    BuildPlan plan,
    BuildOptions options,
    TimeProvider clock,
    Action<BuildEvent> report)
{
    private readonly IndexReader _reader = new(backend.Index, backend.Source);
    private readonly ImageMaker _maker = new(tree, catalog, backend, engine, ports, plan, options, report);
    // In milliseconds, as entries tell when they were built.
    private readonly DateTimeOffset _began = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private readonly ImagePublisher _publisher = new(catalog, backend, engine, plan, options, report);

    /// <param name="planned">What the plan says.</param>
    /// <param name="image">Its definition.</param>
    /// <param name="inputs">Its context and digest.</param>
    /// <param name="parents">The image of each parent.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ImageOutcome> BuildAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageName, BuiltImage> parents,
        CancellationToken cancellationToken)
    {
        using var digestLock = await backend.Locks.AcquireAsync(
            planned.Digest, () => report(new BuildEvent.Waiting(image.Name)), cancellationToken);
        return await _reader.FindAsync(planned.Candidates, planned.FreshAfter, cancellationToken) is { } found
            ? await AdoptAsync(planned, image, found, cancellationToken)
            : await BuildLockedAsync(planned, image, inputs, parents, cancellationToken);
    }

    /// <summary>
    /// Takes what was built since the plan was made: by another process, or by this one under another name that has the
    /// same digest; the image's own name is then published as well. Or what is older, and was whole again when its turn
    /// came: a blob that it shares with another image was stored anew.
    /// </summary>
    private async Task<ImageOutcome> AdoptAsync(
        PlannedImage planned, ImageDefinition image, FoundImage found, CancellationToken cancellationToken)
    {
        ImageName? other = found.Entry.Data.TryGetValue(IndexData.Image, out string? recorded)
            && ImageName.TryParse(recorded, out var builtAs) && builtAs != image.Name ? builtAs : null;
        if (other is not null
            && await backend.Builds.FindAsync(found.Entry.Build, cancellationToken) is { } record
            && await backend.Source.FetchAsync(found.Entry.Image, null, cancellationToken) is { } stored)
        {
            await ports.Images.LoadAsync(stored, null, cancellationToken);
            await _publisher.PublishAsync(planned, image, record, found.Scope, stored, cancellationToken);
        }

        return new ImageOutcome
        {
            Planned = planned,
            Kind = found.Entry.BuiltAt >= _began ? OutcomeKind.BuiltElsewhere : OutcomeKind.Reused,
            FoundAt = found.Scope,
            Build = found.Entry.Build,
            ImageHash = found.Entry.ImageHash,
            SameAs = other,
        };
    }

    private async Task<ImageOutcome> BuildLockedAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageName, BuiltImage> parents,
        CancellationToken cancellationToken)
    {
        var record = Begin(planned, inputs);
        var log = new BuildLog(backend.Builds.CreateLog(record.Id), image.Name, report);
        await using (log)
        {
            try
            {
                var (stored, externals) = await _maker.MakeAsync(planned, image, inputs, parents, log, cancellationToken);
                record = record with
                {
                    Externals = externals,
                    Finished = clock.GetUtcNow(),
                    Result = BuildResult.Succeeded,
                    ImageHash = stored.ImageHash,
                    Size = stored.Size,
                };

                // The image is there: what is left takes milliseconds, and is not given up half-way.
                await backend.Builds.AddAsync(record, CancellationToken.None);
                await _publisher.PublishAsync(
                    planned, image, record, record.Scope, stored, CancellationToken.None);
                return Outcome(planned, record, OutcomeKind.Built, []);
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
                return Outcome(planned, record, OutcomeKind.Failed, failure.Diagnostics);
            }
        }
    }

    private BuildRecord Begin(PlannedImage planned, ImageInputs inputs)
    {
        var now = clock.GetUtcNow();
        return new BuildRecord
        {
            Id = BuildId.New(),
            Image = planned.Name,
            Digest = planned.Digest,
            InputsManifest = Sha256Digest.Of(inputs.Manifest.Span),
            Level = plan.Push.Level,
            PullRequest = plan.Push.PullRequest,
            Project = plan.Push.Project,
            Revision = plan.Push.Revision,
            PushDate = plan.Push.PushDate,
            Started = now,
            Finished = now,
            Result = BuildResult.Failed,
            Reason = CauseOf(planned.Reason),
            Engine = $"{engine.Description.Name} {engine.Description.Version}",
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

    /// <summary>Writes down that a build came to nothing; without the caller's token, for it may be cancelled.</summary>
    private async Task<BuildRecord> EndAsync(BuildRecord record, BuildResult result)
    {
        var ended = record with { Finished = clock.GetUtcNow(), Result = result, ImageHash = null, Size = null };
        try
        {
            await backend.Builds.AddAsync(ended, CancellationToken.None);
        }
        catch (SlipwayException failure)
        {
            // The build's own failure is what the person must see; that it could not be recorded comes beside it.
            foreach (var diagnostic in failure.Diagnostics)
            {
                report(new BuildEvent.Warned(record.Image, diagnostic with { Severity = Severity.Warning }));
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
