using System.Collections.Immutable;
using Slipway.Application.Published;
using Slipway.Application.Pushes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Review.Publishing;
using Slipway.Sharing.Placing;

namespace Slipway.Application.Publishing;

/// <summary>Carries out a push: all blobs and manifests of all images first, then their versions.</summary>
public sealed class PushExecutor(IImageRegistry registry, IImageStore store, TimeProvider clock)
{
    /// <param name="plan">What to do; nothing of it is refused.</param>
    /// <param name="images">What of each image to push is sent.</param>
    /// <param name="settings">How.</param>
    /// <param name="report">Called for everything that happens, from several threads.</param>
    /// <param name="cancellationToken">Cancels;
    /// before the first version is set nothing can be seen of the push.</param>
    /// <returns>Every image of the plan, in its order.</returns>
    /// <exception cref="SlipwayException">The registry failed; a version was published meanwhile;
    /// a blob is damaged.</exception>
    public async Task<ImmutableArray<PushedImage>> ExecuteAsync(
        PushPlan plan,
        IReadOnlyDictionary<ImageName, PushSource> images,
        PushSettings settings,
        Action<PushEvent> report,
        CancellationToken cancellationToken)
    {
        var known = await FindKnownLayersAsync(plan, settings, cancellationToken);
        var placer = new ImagePlacer(registry, store, known, settings.Format);
        var pushed = new Dictionary<ImageName, PushedImage>();
        foreach (var image in plan.ToPush)
        {
            pushed[image.Candidate.Name] = await SendAsync(
                image, images[image.Candidate.Name], placer, report, cancellationToken);
        }

        await TagAsync([.. pushed.Values], settings.Settle, report, cancellationToken);
        return [.. plan.Images.Select(image => pushed.GetValueOrDefault(image.Candidate.Name) ?? Kept(image))];
    }

    private static PushedImage Kept(PlannedPush image)
    {
        var published = image.Candidate.Published!;
        return new PushedImage(image, published.ImageHash, published.RepoDigest, PushTransfer.None, null);
    }

    private async Task<KnownLayers> FindKnownLayersAsync(
        PushPlan plan, PushSettings settings, CancellationToken cancellationToken)
    {
        var known = new KnownLayers();
        if (!plan.ToPush.Any())
        {
            return known;
        }

        var reader = new PublishedImageReader(registry);
        foreach (var reference in settings.Related)
        {
            if (await reader.FindAsync(reference, settings.Platform, cancellationToken) is { } image)
            {
                known.Add(reference.Repository, image.DiffIds.Zip(image.Layers));
            }
        }

        return known;
    }

    private async Task<PushedImage> SendAsync(
        PlannedPush planned,
        PushSource source,
        ImagePlacer placer,
        Action<PushEvent> report,
        CancellationToken cancellationToken)
    {
        var name = planned.Candidate.Name;
        var repository = planned.Candidate.Target.Repository;
        var placed = await placer.PlaceAsync(
            repository, source.Stored, happened => report(EventOf(name, happened)), cancellationToken);
        var manifest = ImageManifestWriter.Write(placed.Config, placed.Layers, source.Annotations);
        // Under its digest, which shows it to nobody who does not know it.
        await registry.PutManifestAsync(repository, null, manifest, cancellationToken);
        var transfer = placed.Placements.Aggregate(
            PushTransfer.None, (sum, placement) => sum.With(placement.How, placement.Blob.Size));
        return new PushedImage(planned, source.Stored.ImageHash, manifest.RepoDigest, transfer, manifest);
    }

    private static PushEvent EventOf(ImageName image, PlacementEvent happened) => happened switch
    {
        PlacementEvent.Packing packing => new PushEvent.Packing(image, packing.DiffId),
        PlacementEvent.Sending sending => new PushEvent.Sending(image, sending.Blob, sending.Sent, sending.Size),
        PlacementEvent.Placed placed => new PushEvent.Placed(image, placed.Blob, placed.Size, placed.How),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private async Task TagAsync(
        ImmutableArray<PushedImage> images,
        TimeSpan settle,
        Action<PushEvent> report,
        CancellationToken cancellationToken)
    {
        await CheckAsync(images, mayBeMissing: true, cancellationToken);
        foreach (var image in images)
        {
            var target = image.Planned.Candidate.Target;
            await registry.PutManifestAsync(target.Repository, target.Tag, image.Manifest!, cancellationToken);
            report(new PushEvent.Tagged(image.Name));
        }

        if (!images.IsEmpty)
        {
            await Task.Delay(settle, clock, cancellationToken);
            await CheckAsync(images, mayBeMissing: false, cancellationToken);
        }
    }

    /// <summary>Sees to it that no version points to anything but what was pushed here.</summary>
    private async Task CheckAsync(
        ImmutableArray<PushedImage> images, bool mayBeMissing, CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        foreach (var image in images)
        {
            var target = image.Planned.Candidate.Target;
            if (await registry.ConfirmsAsync(target, image.RepoDigest, cancellationToken))
            {
                continue;
            }

            var standing = (await registry.FindManifestAsync(target, cancellationToken))?.RepoDigest;
            if (standing is null ? !mayBeMissing : standing != image.RepoDigest)
            {
                problems.Add(
                    new Diagnostic(
                        PushCodes.PublishedMeanwhile,
                        standing is null
                            ? $"{target} was published and is gone again: somebody else removed it"
                            : $"{target} was published by somebody else at the same time, as "
                                + $"{standing.Value.ToOciString()}",
                        "Look at what they published; to publish this one as well, "
                        + "write another version into VERSION and push again."));
            }
        }

        problems.ThrowIfErrors();
    }
}

/// <summary>How a push plan is carried out.</summary>
public sealed record PushSettings
{
    /// <summary>How layers are compressed.</summary>
    public LayerFormat Format { get; init; } = LayerFormat.Gzip;

    /// <summary>Published images whose layers those to push may share: parents, and what <c>HASH</c> pins.</summary>
    public ImmutableArray<ImageReference> Related { get; init; } = [];

    /// <summary><c>os/architecture[/variant]</c> of all of them.</summary>
    public required string Platform { get; init; }

    /// <summary>
    /// How long after a version was set it is looked at again. A registry lets two pushes set it at once, and the later
    /// one wins; the earlier one has to find out, so this must be longer than the other's look
    /// and its setting are apart.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);
}
