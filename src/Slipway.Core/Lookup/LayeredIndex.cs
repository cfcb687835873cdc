using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Core.Lookup;

/// <summary>
/// An index that many share, with one of this machine before it: what is built here is written here only.
/// </summary>
/// <remarks>
/// Under one namespace the entry of the higher rank counts, as if both were in one index. A build of this machine has
/// no place in the shared one, because nobody else could have its image.
/// </remarks>
public sealed class LayeredIndex(IImageIndex shared, IImageIndex local) : IImageIndex
{
    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        (await FindAllAsync([ns], cancellationToken)).GetValueOrDefault(ns);

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var here = await local.FindAllAsync(namespaces, cancellationToken);
        var there = await shared.FindAllAsync(namespaces, cancellationToken);
        return Merge(here.Values, there.Values).ToDictionary(entry => entry.Namespace);
    }

    public bool IsAskedOneByOne => shared.IsAskedOneByOne;

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindFirstAsync(
        IReadOnlyCollection<IReadOnlyList<IndexNamespace>> rows, CancellationToken cancellationToken)
    {
        var here = await local.FindAllAsync([.. rows.SelectMany(row => row).Distinct()], cancellationToken);
        var there = await shared.FindFirstAsync(rows, cancellationToken);
        return Merge(here.Values, there.Values).ToDictionary(entry => entry.Namespace);
    }

    public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        local.InsertAsync(entry, cancellationToken);

    public async Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var here = await local.ListEntriesAsync(below, cancellationToken);
        var there = await shared.ListEntriesAsync(below, cancellationToken);
        return [.. Merge(here, there).OrderBy(entry => entry.Namespace)];
    }

    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var namespaces = await shared.ListNamespacesAsync(below, cancellationToken);
        return [.. namespaces.Union(await local.ListNamespacesAsync(below, cancellationToken)).Order()];
    }

    public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        local.DeleteAsync(ns, cancellationToken);

    private static IEnumerable<IndexEntry> Merge(IEnumerable<IndexEntry> here, IEnumerable<IndexEntry> there) =>
        here.Concat(there)
            .GroupBy(entry => entry.Namespace)
            .Select(entries => entries.MaxBy(entry => entry.Rank)!);
}
