using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;

namespace Slipway.Application.Building;

/// <summary>Gives a stored image its names: tags in the engine, a name in the OCI layout, entries of the index.</summary>
internal sealed class ImagePublisher(
    ImageCatalog catalog, Backend backend, IImageEngine engine, BuildPlan plan, BuildOptions options, Action<BuildEvent> report)
{
    /// <param name="planned">The image in the plan.</param>
    /// <param name="image">Its definition.</param>
    /// <param name="record">The build that made it, maybe under another name.</param>
    /// <param name="builtIn">The scope of that build.</param>
    /// <param name="stored">The image in the store.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task PublishAsync(
        PlannedImage planned,
        ImageDefinition image,
        BuildRecord record,
        IndexScope builtIn,
        StoredImage stored,
        CancellationToken cancellationToken)
    {
        foreach (string tag in LocalTags.Of(image, planned.Digest, catalog, plan.Push))
        {
            await engine.TagAsync(stored.ImageHash, tag, cancellationToken);
        }

        if (!options.Index)
        {
            return;
        }

        report(new BuildEvent.PhaseBegan(planned.Name, BuildPhase.Indexing));
        await backend.Images.NameAsync(planned.Name, planned.Digest, stored, builtIn, cancellationToken);
        var data = ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.BuiltAt, IndexData.Moment(record.Finished))
            .Add(IndexData.Digest, planned.Digest.ToString())
            .Add(IndexData.ImageHash, stored.ImageHash.ToString())
            .Add(IndexData.Scope, builtIn.Text)
            .Add(IndexData.Image, record.Image.Value);
        foreach (var ns in planned.Inserts)
        {
            await InsertAsync(
                planned,
                new IndexEntry(ns, record.Id, plan.Push.PushDate.ToUnixTimeSeconds(), plan.Expires, data),
                cancellationToken);
        }
    }

    private async Task InsertAsync(PlannedImage planned, IndexEntry entry, CancellationToken cancellationToken)
    {
        var standing = await backend.Index.InsertAsync(entry, cancellationToken);
        if (standing.Build == entry.Build)
        {
            return;
        }

        // The entry of a digest says which image its inputs give. One that the plan found stale, untrue or without an
        // image must give way whatever its rank, or the image would be built again by every push.
        if (entry.Namespace == planned.Inserts[^1])
        {
            await backend.Index.DeleteAsync(entry.Namespace, cancellationToken);
            await backend.Index.InsertAsync(entry, cancellationToken);
            return;
        }

        report(new BuildEvent.Warned(planned.Name, new Diagnostic(
            IndexCodes.NotReplaced,
            $"{entry.Namespace} keeps the build of a newer push",
            "Nothing has to be done; --pushdate says when this push was.",
            Severity: Severity.Warning)));
    }
}
