using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Core.Lookup;

/// <summary>
/// An index that many share, with one of this machine before it.
/// </summary>
/// <remarks>
/// Under one namespace the entry of the higher rank counts, as if both were in one index. A build of this machine has
/// no place in the shared one unless its image is shared too.
/// </remarks>
/// <param name="isShared">Whether what is written here is written to the shared one as well.</param>
public sealed class LayeredIndex(IImageIndex shared, IImageIndex local, Func<bool> isShared) : IImageIndex
{
    /// <summary>What is built here is written here only.</summary>
    public LayeredIndex(IImageIndex shared, IImageIndex local)
        : this(shared, local, static () => false)
    {
    }

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

    public async Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        if (!isShared())
        {
            return await local.InsertAsync(entry, cancellationToken);
        }

        var standing = await shared.InsertAsync(entry, cancellationToken);
        await local.InsertAsync(entry, cancellationToken);
        return standing;
    }

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

    public async Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        bool wasShared = isShared() && await shared.DeleteAsync(ns, cancellationToken);
        return await local.DeleteAsync(ns, cancellationToken) || wasShared;
    }

    private static IEnumerable<IndexEntry> Merge(IEnumerable<IndexEntry> here, IEnumerable<IndexEntry> there) =>
        here.Concat(there)
            .GroupBy(entry => entry.Namespace)
            .Select(entries => entries.MaxBy(entry => entry.Rank)!);
}
