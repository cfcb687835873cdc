using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>
/// An index without what expires too soon: a task cannot depend on one that is gone before its own deadline.
/// </summary>
/// <remarks>
/// The Queue refuses such a dependency
/// (https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/src/dependencytracker.js), and taskgraph
/// does not reuse such a task either.
/// </remarks>
/// <param name="until">What expires at this moment or before is not found.</param>
public sealed class LastingIndex(IImageIndex index, DateTimeOffset until) : IImageIndex
{
    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        await index.FindAsync(ns, cancellationToken) is { } entry && entry.Expires > until ? entry : null;

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var found = await index.FindAllAsync(namespaces, cancellationToken);
        return found.Where(pair => pair.Value.Expires > until).ToDictionary();
    }

    public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        index.InsertAsync(entry, cancellationToken);

    public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) => index.ListEntriesAsync(below, cancellationToken);

    public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        index.ListNamespacesAsync(below, cancellationToken);

    public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        index.DeleteAsync(ns, cancellationToken);
}
