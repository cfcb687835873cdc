using Slipway.Core.Values;

namespace Slipway.Core.Indexing;

/// <summary>An index that many share, with one of this machine before it: what is built here is written here only.</summary>
/// <remarks>
/// Under one namespace the shared entry counts: it is what everybody else gets. A build of this machine has no place in the
/// shared index, because nobody else could have its image.
/// </remarks>
public sealed class LayeredIndex(IImageIndex shared, IImageIndex local) : IImageIndex
{
    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        await shared.FindAsync(ns, cancellationToken) ?? await local.FindAsync(ns, cancellationToken);

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var found = new Dictionary<IndexNamespace, IndexEntry>(await local.FindAllAsync(namespaces, cancellationToken));
        foreach (var (ns, entry) in await shared.FindAllAsync(namespaces, cancellationToken))
        {
            found[ns] = entry;
        }

        return found;
    }

    public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        local.InsertAsync(entry, cancellationToken);

    public async Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(IndexNamespace? below, CancellationToken cancellationToken)
    {
        var entries = await shared.ListEntriesAsync(below, cancellationToken);
        return [.. entries.UnionBy(await local.ListEntriesAsync(below, cancellationToken), entry => entry.Namespace)
            .OrderBy(entry => entry.Namespace)];
    }

    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var namespaces = await shared.ListNamespacesAsync(below, cancellationToken);
        return [.. namespaces.Union(await local.ListNamespacesAsync(below, cancellationToken)).Order()];
    }

    public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        local.DeleteAsync(ns, cancellationToken);
}
