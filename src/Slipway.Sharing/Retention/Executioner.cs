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
    private readonly Dictionary<RepositoryName, Diagnostic> _refusals = [];

    public async Task<SharedGcOutcome> CarryOutAsync(
        SharedGcPlan plan,
        IReadOnlyDictionary<ImageReference, Holding> holdings,
        CancellationToken cancellationToken)
    {
        _refusals.Clear();
        var condemned = await EachAsync(holdings, plan.Condemned, CondemnAsync, cancellationToken);
        var restored = await EachAsync(holdings, plan.Restored, RestoreAsync, cancellationToken);
        var deleted = await EachAsync(holdings, plan.Deleted, DeleteAsync, cancellationToken);
        foreach (var repository in deleted.Done.Select(reference => reference.Repository).Distinct())
        {
            await DeleteTombstonesAsync(repository, cancellationToken);
        }

        return new SharedGcOutcome(
            condemned.Done,
            deleted.Done,
            restored.Done,
            [.. condemned.Spared, .. deleted.Spared, .. restored.Spared],
            [.. _refusals.Values.DistinctBy(refusal => refusal.Message)]);
    }

    private async Task<(ImmutableArray<ImageReference> Done, ImmutableArray<ImageReference> Spared)> EachAsync(
        IReadOnlyDictionary<ImageReference, Holding> holdings,
        ImmutableArray<SharedManifestFate> fates,
        Func<Holding, CancellationToken, Task<bool>> work,
        CancellationToken cancellationToken)
    {
        var done = ImmutableArray.CreateBuilder<ImageReference>();
        var spared = ImmutableArray.CreateBuilder<ImageReference>();
        foreach (var fate in fates.Where(fate => !_refusals.ContainsKey(fate.Reference.Repository)))
        {
            try
            {
                bool isDone = await work(holdings[fate.Reference], cancellationToken);
                if (!_refusals.ContainsKey(fate.Reference.Repository))
                {
                    (isDone ? done : spared).Add(fate.Reference);
                }
            }
            catch (SlipwayException failure) when (Denial.Is(failure))
            {
                Refuse(
                    fate.Reference.Repository,
                    $"{fate.Reference.Repository} may not be written, so nothing goes there: "
                    + failure.Diagnostics[0].Message,
                    "Run it with credentials that may push to it and delete from it.");
            }
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
        if (holding.Places.IsEmpty)
        {
            foreach (string tag in TagsOf(holding).Where(tag => tag != SharedTags.Latest))
            {
                if (await inventory.FindAsync(holding.Repository, tag, cancellationToken) is not { } standing
                    || SharedManifest.Read(standing) is not { IsImage: true })
                {
                    await documents.PutAsync(holding.Repository, tag, holding.Manifest, cancellationToken);
                }
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

    /// <returns>False when it is found by a tag again.</returns>
    private async Task<bool> DeleteAsync(Holding holding, CancellationToken cancellationToken)
    {
        foreach (string tag in TagsOf(holding))
        {
            if ((await inventory.FindAsync(holding.Repository, tag, cancellationToken))?.Descriptor.Digest
                == holding.Manifest.Descriptor.Digest)
            {
                return false;
            }
        }

        if (await registry.DeleteManifestAsync(holding.Reference, cancellationToken))
        {
            return true;
        }

        Refuse(
            holding.Repository,
            $"{holding.Repository.Registry} does not delete: what is condemned there is not found any more and takes "
            + "its room all the same",
            "Switch deletion on in the registry (REGISTRY_STORAGE_DELETE_ENABLED=true in distribution's), or let a "
            + "rule of the registry remove tags that begin with 'condemned.'.");
        return true;
    }

    /// <summary>
    /// Where nothing is found any more, nothing has to say so. All of them are one manifest; that of <c>latest</c> may
    /// be one that a person took away, which the dates of pushes would bring back.
    /// </summary>
    private async Task DeleteTombstonesAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        if (await inventory.FindAsync(repository, SharedTags.Latest, cancellationToken) is { } latest
            && SharedManifest.Read(latest) is { IsImage: true })
        {
            var removed = ImageManifestWriter.Write(
                SmallBlob.Empty.Descriptor,
                [SmallBlob.Empty.Descriptor],
                EntryAnnotations.OfRemoved,
                EntryWriter.EntryType,
                null);
            await registry.DeleteManifestAsync(
                new ImageReference(repository, null, removed.RepoDigest), cancellationToken);
        }
    }

    /// <summary>The tags by which a build of that digest and push is found.</summary>
    private IEnumerable<string> TagsOf(Holding holding) =>
        ((string[])
        [
            SharedTags.OfHash(holding.Entry.Digest!.Value),
            SharedTags.OfPushDate(holding.Entry.PushedAt),
            SharedTags.Latest,
        ]).Where(tag => layout.PlaceOf(holding.Scope, holding.Image, tag) is not null);

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

    private void Refuse(RepositoryName repository, string message, string remedy) =>
        _refusals.TryAdd(
            repository, new Diagnostic(SharingCodes.NotRemoved, message, remedy, Severity: Severity.Warning));
}
