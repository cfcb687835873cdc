using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Planning;
using Slipway.Application.Published;
using Slipway.Application.Pushes;
using Slipway.Application.Running;
using Slipway.Application.Statements;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Review.Publishing;

namespace Slipway.Application.Publishing;

/// <summary>A push of registry images of the tree, step by step: plan, build what is missing, publish.</summary>
public sealed class TreePush
{
    private readonly WorkspaceParts _parts;
    private readonly ImmutableArray<ImageDefinition> _images;
    private readonly ImmutableDictionary<ImageName, ImageReference> _targets;

    /// <exception cref="SlipwayException">There is no image of some of the names,
    /// or one is published nowhere.</exception>
    internal TreePush(WorkspaceParts parts, IReadOnlyCollection<string> names)
    {
        _parts = parts;
        var wanted = parts.Select(names).Select(image => image.Name).ToHashSet();
        _images = [.. parts.Catalog.ParentsFirst.Where(image => wanted.Contains(image.Name))];
        _targets = PushTargets.Of(_images);
    }

    /// <summary>Waits until no other process of this store publishes one of the versions.</summary>
    /// <returns>What keeps others waiting, until it is disposed of.</returns>
    public Task<PushLocks> LockAsync(CancellationToken cancellationToken) =>
        PushLocks.AcquireAsync(_parts.Backend.Locks, _targets.Values, _parts.Feedback.Note, cancellationToken);

    /// <summary>What the push would do.</summary>
    /// <param name="force">Whether the named images are built whatever the index has.</param>
    public async Task<PushProposal> PlanAsync(bool force, CancellationToken cancellationToken)
    {
        var (plan, inputs) = await new PlanMaker(_parts).PlanForEngineAsync(_images, force, cancellationToken);
        var planned = plan.Images.ToDictionary(image => image.Name);
        var reader = new PublishedImageReader(_parts.Registry);
        var sound = _images.Where(image => inputs.ContainsKey(image.Name));
        var candidates = await Task.WhenAll(sound.Select(async image => new PushCandidate(
            image.Name,
            _targets[image.Name],
            inputs[image.Name].PublicationDigest,
            planned[image.Name] is { MustBuild: false, Found.Entry.ImageHash: var found } ? found : null,
            await reader.FindAsync(
                _targets[image.Name], _parts.Catalog.Config.PlatformOf(image), cancellationToken))));
        return new PushProposal(
            PushPlanner.Plan(candidates, _parts.Catalog, exact: force),
            plan.ToBuild.Select(image => image.Name).ToHashSet());
    }

    /// <inheritdoc cref="KeptImages.AdmitAsync"/>
    public Task<SignedImages> AdmitKeptAsync(
        PushPlan plan, BuildSigner? signer, CancellationToken cancellationToken) =>
        new KeptImages(_parts).AdmitAsync(plan, signer, cancellationToken);

    /// <summary>A plan for the images that are to be published; null when all of them are.</summary>
    public async Task<PreparedPlan?> PlanBuildsAsync(PushPlan plan, bool force, CancellationToken cancellationToken)
    {
        ImmutableArray<ImageDefinition> images = [.. plan.ToPush.Select(image => _parts.Catalog[image.Candidate.Name])];
        return images.IsEmpty ? null : await new PlanMaker(_parts).PlanForEngineAsync(images, force, cancellationToken);
    }

    /// <summary>The stored image of each that is to be published, and what its manifest says of its build.</summary>
    /// <param name="outcomes">What came of their builds; all of them are available.</param>
    public async Task<IReadOnlyDictionary<ImageName, PushSource>> StoredAsync(
        PushPlan plan, ImmutableArray<ImageOutcome> outcomes, CancellationToken cancellationToken)
    {
        var made = outcomes.ToDictionary(outcome => outcome.Planned.Name, outcome => outcome.Image!);
        var stored = new Dictionary<ImageName, PushSource>();
        foreach (var name in plan.ToPush.Select(image => image.Candidate.Name))
        {
            var build = await _parts.Backend.Builds.FindAsync(made[name].Build, cancellationToken);
            stored[name] = new PushSource(
                await new StoredImages(_parts).FetchAsync(made[name], name, loading: null, cancellationToken),
                PushAnnotations.Of(build));
        }

        return stored;
    }

    /// <summary>Publishes.</summary>
    /// <param name="plan">What to publish.</param>
    /// <param name="stored">The images.</param>
    /// <param name="format">How layers are compressed.</param>
    /// <param name="report">Called with what happens.</param>
    public async Task<ImmutableArray<PushedImage>> PublishAsync(
        PushPlan plan,
        IReadOnlyDictionary<ImageName, PushSource> stored,
        LayerFormat format,
        Action<PushEvent> report,
        CancellationToken cancellationToken)
    {
        var settings = new PushSettings
        {
            Format = format,
            Platform = _parts.Catalog.Config.Platform,
            Related = RelatedImages.Of(_parts.Catalog, plan),
        };
        return await new PushExecutor(_parts.Registry, _parts.Store.Images, _parts.Clock)
            .ExecuteAsync(plan, stored, settings, report, cancellationToken);
    }

    /// <summary>Writes down in the tree what was published, and tells what is to be said about it.</summary>
    /// <returns>The files that were written.</returns>
    public async Task<ImmutableArray<RelativePath>> RecordAsync(
        PushPlan plan, ImmutableArray<PushedImage> pushed, PushApproval? approval)
    {
        _parts.Warn(plan.Images.Select(image => image.Remark).OfType<Diagnostic>());
        return await PushRecords.WriteAsync(
            _parts.Tree,
            _parts.Catalog,
            pushed,
            approval,
            DateOnly.FromDateTime(_parts.Clock.GetUtcNow().UtcDateTime));
    }
}

/// <summary>Finds the published images that probably share layers with those to push.</summary>
public static class RelatedImages
{
    /// <returns>What <c>HASH</c> pins of the images to push and of all registry images
    /// that they are built on.</returns>
    public static ImmutableArray<ImageReference> Of(ImageCatalog catalog, PushPlan plan) =>
    [
        .. catalog.WithAncestors(plan.ToPush.Select(image => image.Candidate.Name))
            .Select(image => image.Registry)
            .Select(registry => registry is { Repository: { } repository, RepoDigest: { } digest }
                ? new ImageReference(repository, null, digest)
                : null)
            .OfType<ImageReference>()
            .Distinct(),
    ];
}
