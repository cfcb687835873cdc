using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Deletes manifests whose grace is over, and what explains them.</summary>
internal sealed class Deleter(
    IImageRegistry registry, Inventory inventory, SharedLayout layout, Refusals refusals)
{
    private readonly HashSet<Holding> _spared = [];
    private readonly ImmutableArray<ImageReference>.Builder _documents = ImmutableArray.CreateBuilder<ImageReference>();

    /// <summary>What explained builds, and is deleted.</summary>
    public ImmutableArray<ImageReference> Documents => _documents.ToImmutable();

    /// <summary>Looks which of some images are found by a tag again, before the first of them is deleted: inputs are
    /// of several.</summary>
    public async Task LookAsync(IEnumerable<Holding> holdings, CancellationToken cancellationToken)
    {
        foreach (var holding in holdings)
        {
            foreach (string tag in holding.TagsIn(layout))
            {
                if ((await inventory.FindAsync(holding.Repository, tag, cancellationToken))?.Descriptor.Digest
                    == holding.Manifest.Descriptor.Digest)
                {
                    _spared.Add(holding);
                }
            }
        }
    }

    /// <summary>What explains an image first: who is stopped in between finds the rest by the image.</summary>
    /// <returns>False when it is found by a tag again.</returns>
    public async Task<bool> DeleteAsync(
        Holding holding, ImmutableArray<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        await LookAsync([holding], cancellationToken);
        if (_spared.Contains(holding))
        {
            return false;
        }

        var inUse = _spared
            .Where(spared => spared.Repository == holding.Repository)
            .Select(spared => spared.Entry.Digest)
            .ToHashSet();
        foreach (var document in documents.Where(document => document.Subject == holding.Reference
            && (document.Digest is null || !inUse.Contains(document.Digest))))
        {
            if (!await DeleteAsync(document, cancellationToken))
            {
                return false;
            }
        }

        return await DeleteAsync(holding.Reference, cancellationToken);
    }

    /// <summary>Deletes what is left of builds without an image.</summary>
    public async Task DeleteLeftAsync(
        ImmutableArray<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents.Where(document => document.Subject is null))
        {
            await refusals.GuardAsync(
                document.Reference.Repository, () => DeleteAsync(document, cancellationToken));
        }
    }

    /// <summary>
    /// Where nothing is found any more, nothing has to say so. All of them are one manifest; that of <c>latest</c> may
    /// be one that a person took away, which the dates of pushes would bring back.
    /// </summary>
    public async Task DeleteTombstonesAsync(RepositoryName repository, CancellationToken cancellationToken)
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

    private async Task<bool> DeleteAsync(SharedDocumentFate document, CancellationToken cancellationToken)
    {
        if (!await DeleteAsync(document.Reference, cancellationToken))
        {
            return false;
        }

        _documents.Add(document.Reference);
        return true;
    }

    private async Task<bool> DeleteAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (await registry.DeleteManifestAsync(reference, cancellationToken))
        {
            return true;
        }

        refusals.AddUndeleted(reference.Repository);
        return false;
    }
}
