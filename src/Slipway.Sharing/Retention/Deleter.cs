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

    /// <summary>
    /// The image first, for whoever is stopped before it may need it again with all that explains it; then that, and
    /// its record last, by which the next collection finds the rest.
    /// </summary>
    /// <returns>False when it is found by a tag again.</returns>
    public async Task<bool> DeleteAsync(
        Holding holding, ImmutableArray<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        await LookAsync([holding], cancellationToken);
        if (_spared.Contains(holding) || !await DeleteAsync(holding.Reference, cancellationToken))
        {
            return false;
        }

        await DeleteAsync(documents.Where(document => document.Subject == holding.Reference), cancellationToken);
        return true;
    }

    /// <summary>Deletes what is left of builds without an image.</summary>
    public async Task DeleteLeftAsync(
        ImmutableArray<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        foreach (var same in documents
            .Where(document => document.Subject is null && document.Kind != SharedDocumentKind.Removed)
            .GroupBy(document => document.Reference.Repository))
        {
            await refusals.GuardAsync(same.Key, () => DeleteAsync(same, cancellationToken));
        }
    }

    /// <summary>
    /// Where nothing is found any more, nothing has to say so, unless that is what <c>latest</c> leads to
    /// (<see cref="TombstonePlanner"/>).
    /// </summary>
    public async Task DeleteTombstonesAsync(
        RepositoryName repository, ImmutableArray<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        if (Tombstone.MayGo(await inventory.FindAsync(repository, SharedTags.Latest, cancellationToken))
            && await registry.DeleteManifestAsync(Tombstone.In(repository), cancellationToken))
        {
            _documents.AddRange(documents
                .Where(document => document.Kind == SharedDocumentKind.Removed
                    && document.Reference.Repository == repository)
                .Select(document => document.Reference));
        }
    }

    private async Task DeleteAsync(IEnumerable<SharedDocumentFate> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents.OrderByDescending(document => document.Kind).Where(IsFree))
        {
            if (!await DeleteAsync(document.Reference, cancellationToken))
            {
                return;
            }

            _documents.Add(document.Reference);
        }
    }

    // Of inputs somebody else's image may have come back.
    private bool IsFree(SharedDocumentFate document) =>
        document.Digest is null
        || !_spared.Any(spared =>
            spared.Repository == document.Reference.Repository && spared.Entry.Digest == document.Digest);

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
