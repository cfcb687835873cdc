using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Engines;
using Slipway.Core.Indexing;
using Slipway.Core.Planning;
using Slipway.Core.Storage;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>Builds one image of a plan: lock, look again, provide the parents, build, store, index.</summary>
internal sealed class ImageBuilder(
    ISourceTree tree,
    Backend backend,
    IImageEngine engine,
    EngineImages engineImages,
    BuildPlan plan,
    BuildOptions options,
    TimeProvider clock,
    Action<BuildEvent> report)
{
    private const string ImageLabel = "dev.slipway.image";
    private const string DigestLabel = "dev.slipway.digest";

    private readonly IndexReader _reader = new(backend.Index, backend.Images);

    /// <param name="planned">What the plan says.</param>
    /// <param name="image">Its definition.</param>
    /// <param name="inputs">Its context and digest.</param>
    /// <param name="parents">The image hash of each parent.</param>
    /// <param name="cancellationToken">Stops the build; the outcome then is that it was cancelled.</param>
    public async Task<ImageOutcome> BuildAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageName, Sha256Digest> parents,
        CancellationToken cancellationToken)
    {
        using var digestLock = await backend.Locks.AcquireAsync(
            planned.Digest, () => report(new BuildEvent.Waiting(image.Name)), cancellationToken);
        if (await _reader.FindAsync(planned, cancellationToken) is { } found)
        {
            return new ImageOutcome
            {
                Planned = planned,
                Kind = OutcomeKind.BuiltElsewhere,
                Build = found.Entry.Build,
                ImageHash = found.Entry.ImageHash,
            };
        }

        var id = BuildId.New();
        var started = clock.GetUtcNow();
        var record = new BuildRecord
        {
            Id = id,
            Image = image.Name,
            Digest = planned.Digest,
            InputsManifest = Sha256Digest.Of(inputs.Manifest.Span),
            Level = plan.Push.Level,
            Project = plan.Push.Project,
            Revision = plan.Push.Revision,
            PushDate = plan.Push.PushDate,
            Started = started,
            Finished = started,
            Result = BuildResult.Failed,
            Engine = $"{engine.Description.Name} {engine.Description.Version}",
        };

        var logged = new BuildLog(backend.Builds.CreateLog(id), image.Name, report);
        await using (logged)
        {
            try
            {
                var built = await MakeAsync(planned, image, inputs, parents, logged, cancellationToken);
                record = record with
                {
                    Finished = clock.GetUtcNow(),
                    Result = BuildResult.Succeeded,
                    ImageHash = built.ImageHash,
                    Size = built.Size,
                };
                await backend.Builds.AddAsync(record, cancellationToken);
                await IndexAsync(planned, record, cancellationToken);
                return new ImageOutcome
                {
                    Planned = planned,
                    Kind = OutcomeKind.Built,
                    Build = id,
                    ImageHash = built.ImageHash,
                    Size = built.Size,
                    Duration = record.Finished - started,
                };
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await RecordEndAsync(record, BuildResult.Cancelled);
                throw;
            }
            catch (SlipwayException failure)
            {
                logged.WriteDiagnostics(failure.Diagnostics);
                await RecordEndAsync(record, BuildResult.Failed);
                return new ImageOutcome
                {
                    Planned = planned,
                    Kind = OutcomeKind.Failed,
                    Build = id,
                    Duration = clock.GetUtcNow() - started,
                    Diagnostics = failure.Diagnostics,
                };
            }
        }
    }

    private async Task<StoredImage> MakeAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageName, Sha256Digest> parents,
        BuildLog log,
        CancellationToken cancellationToken)
    {
        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Parents));
        var references = await ProvideParentsAsync(image, parents, cancellationToken);

        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Building));
        var dockerfile = image.Dockerfile.WithReferences(references);
        var built = await engine.BuildAsync(
            new BuildRequest
            {
                WriteContext = (destination, token) =>
                    new ContextArchive(tree).WriteAsync(inputs, dockerfile, destination, token),
                Args = image.Args,
                Labels = ImmutableSortedDictionary<string, string>.Empty
                    .Add(ImageLabel, image.Name.Value)
                    .Add(DigestLabel, planned.Digest.ToString()),
                Secrets = [.. options.Secrets.Where(secret => image.Secrets.Contains(secret.Id))],
                Platform = plan.Platform,
                NoCache = MustForgetSteps(planned),
            },
            log.WriteLine,
            cancellationToken);

        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Storing));
        StoredImage stored;
        await using (var archive = await engine.SaveAsync(built.ImageHash, cancellationToken))
        {
            var result = await backend.Images.PutAsync(
                archive, built.Layers, new TransferProgress(image.Name, report), cancellationToken);
            stored = result.Image;
        }

        await backend.Images.PutBlobAsync(inputs.Manifest, cancellationToken);
        foreach (string tag in LocalTags.Of(image, planned.Digest))
        {
            await engine.TagAsync(stored.ImageHash, tag, cancellationToken);
        }

        return stored;
    }

    /// <summary>Whether the engine must run every step again instead of using what it remembers of earlier builds.</summary>
    /// <remarks>
    /// An image that is built for its age, or on demand, is to differ from the last one. And above the lowest level the
    /// engine's memory is not trusted, because anybody's push may have filled it.
    /// </remarks>
    private bool MustForgetSteps(PlannedImage planned) =>
        planned.FreshAfter is not null || plan.Push.Level > Level.Lowest || plan.Push.PullRequest is not null;

    private async Task<Dictionary<ImageReferenceUse, string>> ProvideParentsAsync(
        ImageDefinition image,
        IReadOnlyDictionary<ImageName, Sha256Digest> parents,
        CancellationToken cancellationToken)
    {
        var references = new Dictionary<ImageReferenceUse, string>();
        foreach (var edge in image.Parents.Where(edge => !edge.Uses.IsEmpty))
        {
            var parent = await backend.Images.FindAsync(parents[edge.Parent], cancellationToken)
                ?? throw new SlipwayException(new Diagnostic(
                    IndexCodes.ImageMissing,
                    $"The parent {edge.Parent} of {image.Name} is gone from the store",
                    $"Run `slipway build {edge.Parent} --force` to make it anew.",
                    image.Location));
            string reference = await engineImages.ProvideParentAsync(
                edge.Parent, parent, new TransferProgress(image.Name, report), cancellationToken);
            foreach (var use in edge.Uses)
            {
                references[use] = reference;
            }
        }

        return references;
    }

    private async Task IndexAsync(PlannedImage planned, BuildRecord record, CancellationToken cancellationToken)
    {
        if (!options.Index)
        {
            return;
        }

        report(new BuildEvent.PhaseBegan(planned.Name, BuildPhase.Indexing));
        var image = await backend.Images.FindAsync(record.ImageHash!.Value, cancellationToken);
        await backend.Images.NameAsync(planned.Name, planned.Digest, image!, cancellationToken);
        var data = ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.BuiltAt, record.Finished.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Add(IndexData.Digest, planned.Digest.ToString())
            .Add(IndexData.ImageHash, record.ImageHash!.Value.ToString())
            .Add(IndexData.Level, record.Level.ToString())
            .Add(IndexData.Image, planned.Name.Value);
        foreach (var ns in planned.Inserts)
        {
            await backend.Index.InsertAsync(
                new IndexEntry(ns, record.Id, plan.Push.PushDate.ToUnixTimeSeconds(), plan.Expires, data),
                cancellationToken);
        }
    }

    private async Task RecordEndAsync(BuildRecord record, BuildResult result)
    {
        try
        {
            // Not the caller's token: what was cancelled is written down all the same.
            await backend.Builds.AddAsync(
                record with { Finished = clock.GetUtcNow(), Result = result }, CancellationToken.None);
        }
        catch (SlipwayException failure)
        {
            // The build's own failure is what the person must see; that it could not be recorded comes beside it.
            foreach (var diagnostic in failure.Diagnostics)
            {
                report(new BuildEvent.Warned(record.Image, diagnostic with { Severity = Severity.Warning }));
            }
        }
    }
}
