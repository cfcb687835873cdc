using Slipway.Application.Backends;
using Slipway.Core.Catalog;
using Slipway.Core.Planning;
using Slipway.Engines.Loading;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;

namespace Slipway.Application.Building;

/// <summary>
/// Gives images that are reused the names that they would have if this push had built them: after a change was taken
/// back, or a folder renamed.
/// </summary>
/// <param name="catalog">The images of the tree.</param>
/// <param name="backend">Where the images are found and kept.</param>
/// <param name="engine">Gives the engine; it is asked for when there is something to tag only.</param>
internal sealed class ReusePublisher(
    ImageCatalog catalog, Backend backend, Func<CancellationToken, Task<IImageEngine>> engine)
{
    // Failed and cancelled builds stand between.
    private const int PastBuilds = 20;

    /// <summary>Does it for all reused images of a plan whose names are not right yet.</summary>
    /// <remarks>
    /// What this machine did not build is left alone: others say what its names mean. Nothing of this is worth failing
    /// for, because the image is there under its digest.
    /// </remarks>
    public async Task PublishAsync(
        BuildPlan plan, bool isIndexed, Action<Diagnostic> warn, CancellationToken cancellationToken)
    {
        foreach (var planned in plan.Images.Concat(plan.Beneath).Where(image => !image.MustBuild))
        {
            bool isRenamed = !planned.Renames.IsEmpty;
            if (!isRenamed && await IsNewestBuildAsync(planned, cancellationToken))
            {
                continue;
            }

            try
            {
                await PublishAsync(plan, planned, isIndexed, cancellationToken);
            }
            catch (SlipwayException) when (!isRenamed)
            {
                // Without an engine there are no tags that could be wrong.
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

    /// <summary>
    /// Whether nothing was built under the name since, so that the engine's tags are those of this image. A build of
    /// another level or a pull request takes them, and leaves the entries that this push reads.
    /// </summary>
    private async Task<bool> IsNewestBuildAsync(PlannedImage planned, CancellationToken cancellationToken) =>
        (await backend.Here.ListAsync(planned.Name, PastBuilds, cancellationToken))
            .FirstOrDefault(build => build.Result == BuildResult.Succeeded) is not { } newest
        || newest.Id == planned.Found!.Entry.Build
        || newest.ImageHash == planned.Found.Entry.ImageHash;

    private async Task PublishAsync(
        BuildPlan plan, PlannedImage planned, bool isIndexed, CancellationToken cancellationToken)
    {
        var found = planned.Found!;
        if (await backend.Here.FindAsync(found.Entry.Build, cancellationToken) is not { ImageHash: { } hash } record
            || await backend.Images.FindAsync(hash, cancellationToken) is not { } stored)
        {
            return;
        }

        if (isIndexed && !planned.Renames.IsEmpty)
        {
            await IndexAsync(plan, planned, record, stored, cancellationToken);
        }

        var target = await engine(cancellationToken);
        bool isLoaded = false;
        foreach (string tag in LocalTags.Of(catalog[planned.Name], planned.Digest, catalog, plan.Push))
        {
            if ((await target.FindAsync(tag, cancellationToken))?.ImageHash == hash)
            {
                continue;
            }

            if (!isLoaded)
            {
                await new EngineImages(target, backend.Images).LoadAsync(stored, null, cancellationToken);
                isLoaded = true;
            }

            await target.TagAsync(hash, tag, cancellationToken);
        }
    }

    private async Task IndexAsync(
        BuildPlan plan,
        PlannedImage planned,
        BuildRecord record,
        StoredImage stored,
        CancellationToken cancellationToken)
    {
        var builtIn = planned.Found!.Scope;
        if (backend.Sharing.IsShared && planned.Renames is [.., var hash])
        {
            await backend.Sharing.ShareAsync(
                new SharedBuild(
                    record, stored, ImagePublisher.Entry(hash, plan, record, builtIn, stored.ImageHash)),
                null,
                cancellationToken);
        }

        await backend.Images.NameAsync(planned.Name, planned.Digest, stored, builtIn, cancellationToken);
        foreach (var ns in planned.Renames)
        {
            // A newer push may say otherwise, and then is right.
            await backend.Index.InsertAsync(
                ImagePublisher.Entry(ns, plan, record, builtIn, stored.ImageHash), cancellationToken);
        }
    }
}
