using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Access;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>
/// Carries out what a collection plans, each manifest by itself: what it does not get to comes the next time.
/// </summary>
internal sealed class Executioner(
    IImageRegistry registry, Inventory inventory, SharedLayout layout, DocumentWriter documents, TimeProvider clock)
{
    private readonly Refusals _refusals = new();

    public async Task<SharedGcOutcome> CarryOutAsync(
        SharedGcPlan plan,
        IReadOnlyDictionary<ImageReference, Holding> holdings,
        CancellationToken cancellationToken)
    {
        _refusals.Clear();
        var deleter = new Deleter(registry, inventory, layout, _refusals);
        var condemned = await EachAsync(holdings, plan.Condemned, CondemnAsync, cancellationToken);
        var restored = await EachAsync(holdings, plan.Restored, RestoreAsync, cancellationToken);
        await deleter.LookAsync(plan.Deleted.Select(fate => holdings[fate.Reference]), cancellationToken);
        var deleted = await EachAsync(
            holdings,
            plan.Deleted,
            (holding, token) => deleter.DeleteAsync(holding, plan.Documents, token),
            cancellationToken);
        await deleter.DeleteLeftAsync(plan.Documents, cancellationToken);
        foreach (var repository in deleted.Done.Select(reference => reference.Repository).Distinct())
        {
            await deleter.DeleteTombstonesAsync(repository, plan.Documents, cancellationToken);
        }

        return new SharedGcOutcome(
            condemned.Done,
            deleted.Done,
            restored.Done,
            [.. condemned.Spared, .. deleted.Spared, .. restored.Spared],
            deleter.Documents,
            _refusals.Said);
    }

    private async Task<(ImmutableArray<ImageReference> Done, ImmutableArray<ImageReference> Spared)> EachAsync(
        IReadOnlyDictionary<ImageReference, Holding> holdings,
        ImmutableArray<SharedManifestFate> fates,
        Func<Holding, CancellationToken, Task<bool>> work,
        CancellationToken cancellationToken)
    {
        var done = ImmutableArray.CreateBuilder<ImageReference>();
        var spared = ImmutableArray.CreateBuilder<ImageReference>();
        foreach (var fate in fates)
        {
            await _refusals.GuardAsync(
                fate.Reference.Repository,
                async () =>
                {
                    bool isDone = await work(holdings[fate.Reference], cancellationToken);
                    if (!_refusals.Has(fate.Reference.Repository))
                    {
                        (isDone ? done : spared).Add(fate.Reference);
                    }
                });
        }

        return (done.ToImmutable(), spared.ToImmutable());
    }

    /// <summary>First the tag that keeps it, then the tags that are found.</summary>
    private async Task<bool> CondemnAsync(Holding holding, CancellationToken cancellationToken)
    {
        var digest = holding.Manifest.Descriptor.Digest;
        await documents.PutAsync(
            holding.Repository,
            SharedTags.OfCondemned(clock.GetUtcNow(), digest),
            holding.Manifest,
            cancellationToken);
        foreach (var place in holding.Places)
        {
            // Somebody may have built it anew meanwhile, and that is to be found.
            var standing = await inventory.FindAsync(holding.Repository, place.Tag, cancellationToken);
            if (standing?.Descriptor.Digest == digest)
            {
                await PutRemovedAsync(holding.Repository, place.Tag, cancellationToken);
            }
        }

        return true;
    }

    private async Task<bool> RestoreAsync(Holding holding, CancellationToken cancellationToken)
    {
        // Whoever condemned it may have been stopped half-way, so each tag is looked at.
        foreach (string tag in holding.FoundIn(layout))
        {
            if (await inventory.FindAsync(holding.Repository, tag, cancellationToken) is not { } standing
                || SharedManifest.Read(standing) is not { IsImage: true })
            {
                await documents.PutAsync(holding.Repository, tag, holding.Manifest, cancellationToken);
            }
        }

        foreach (string tag in await registry.ListTagsAsync(holding.Repository, cancellationToken))
        {
            if (SharedTags.CondemnedOf(tag)?.Manifest == holding.Manifest.Descriptor.Digest)
            {
                await PutRemovedAsync(holding.Repository, tag, cancellationToken);
            }
        }

        return true;
    }

    private Task<RegistryManifest> PutRemovedAsync(
        RepositoryName repository, string tag, CancellationToken cancellationToken) =>
        documents.PutAsync(
            repository,
            [tag],
            EntryWriter.EntryType,
            [],
            EntryAnnotations.OfRemoved,
            null,
            cancellationToken);
}
