using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>
/// Gives a stored image its names: tags in the engine, a name in the OCI layout, entries of the index.
/// </summary>
internal sealed class ImagePublisher(PlanRun run)
{
    /// <summary>Brings an image to where others have it from, before it has a name there.</summary>
    public async Task ShareAsync(
        ImageJob job,
        BuildRecord record,
        IndexScope builtIn,
        StoredImage stored,
        CancellationToken cancellationToken)
    {
        var planned = job.Planned;
        if (!run.Options.Index || planned.Inserts.IsEmpty || !run.Backend.Sharing.IsShared)
        {
            return;
        }

        run.Report(new BuildEvent.PhaseBegan(planned.Name, BuildPhase.Sharing));
        await run.Backend.Sharing.ShareAsync(
            new SharedBuild(
                record, stored, Entry(planned.Inserts[^1], run.Plan, record, builtIn, stored.ImageHash)),
            new TransferProgress(planned.Name, run.Report),
            cancellationToken);
    }

    /// <param name="job">The image.</param>
    /// <param name="record">The build that made it, maybe under another name.</param>
    /// <param name="builtIn">The scope of that build.</param>
    /// <param name="stored">The image in the store.</param>
    public async Task PublishAsync(
        ImageJob job,
        BuildRecord record,
        IndexScope builtIn,
        StoredImage stored,
        CancellationToken cancellationToken)
    {
        var planned = job.Planned;
        await run.Engine.TagAsync(
            stored.ImageHash,
            LocalTags.Of(job.Image, planned.Digest, run.Catalog, run.Push),
            cancellationToken);

        if (!run.Options.Index)
        {
            return;
        }

        run.Report(new BuildEvent.PhaseBegan(planned.Name, BuildPhase.Indexing));
        await run.Backend.Images.NameAsync(planned.Name, planned.Digest, stored, builtIn, cancellationToken);
        foreach (var ns in planned.Inserts)
        {
            await InsertAsync(planned, Entry(ns, run.Plan, record, builtIn, stored.ImageHash), cancellationToken);
        }
    }

    /// <summary>The entry that says under a name which build the images of a digest are.</summary>
    public static IndexEntry Entry(
        IndexNamespace ns, BuildPlan plan, BuildRecord record, IndexScope builtIn, ImageHash imageHash) => new(
        ns,
        record.Id,
        plan.Push.PushDate.ToUnixTimeSeconds(),
        plan.Expires,
        ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.BuiltAt, IndexData.Moment(record.Finished))
            .Add(IndexData.Digest, record.Digest.ToString())
            .Add(IndexData.ImageHash, imageHash.ToString())
            .Add(IndexData.Scope, builtIn.Text)
            .Add(IndexData.Image, record.Image.Value));

    private async Task InsertAsync(PlannedImage planned, IndexEntry entry, CancellationToken cancellationToken)
    {
        var standing = await run.Backend.Index.InsertAsync(entry, cancellationToken);
        if (standing.Build == entry.Build)
        {
            return;
        }

        // The entry of a digest says which image its inputs give. One that the plan found stale, untrue or without an
        // image must give way whatever its rank, or the image would be built again by every push.
        if (entry.Namespace == planned.Inserts[^1])
        {
            await run.Backend.Index.DeleteAsync(entry.Namespace, cancellationToken);
            await run.Backend.Index.InsertAsync(entry, cancellationToken);
            return;
        }

        run.Report(new BuildEvent.Warned(planned.Name, new Diagnostic(
            IndexCodes.NotReplaced,
            $"{entry.Namespace} keeps the build of a newer push",
            "Nothing has to be done; --pushdate says when this push was.",
            Severity: Severity.Warning)));
    }
}
