using System.Collections.ObjectModel;
using Slipway.Model.Values;

namespace Slipway.Model.Indexing;

/// <summary>
/// Maps namespaces to builds. An expired entry is not there any more, and never returned unless it is asked for.
/// </summary>
public interface IImageIndex
{
    Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken);

    /// <summary>Finds many at once; namespaces without an entry are left out of the answer.</summary>
    Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken);

    /// <summary>
    /// Expired entries that nothing has replaced or removed yet; namespaces without one are left out. There are none
    /// where an index forgets what has expired.
    /// </summary>
    Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindExpiredAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(
            ReadOnlyDictionary<IndexNamespace, IndexEntry>.Empty);

    /// <summary>Whether each question costs a request of its own, so that none is asked that need not be.</summary>
    bool IsAskedOneByOne => false;

    /// <summary>
    /// Of each of several rows of namespaces at least the first that has an entry, which is enough to know what it
    /// leads to.
    /// </summary>
    Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindFirstAsync(
        IReadOnlyCollection<IReadOnlyList<IndexNamespace>> rows, CancellationToken cancellationToken) =>
        FindAllAsync([.. rows.SelectMany(row => row).Distinct()], cancellationToken);

    /// <summary>Inserts an entry unless one of a higher rank is there.</summary>
    /// <returns>The entry that stands now: this one, or the one of a higher rank.</returns>
    Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries exactly one step below a namespace, by name; null for the top.</summary>
    Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(IndexNamespace? below, CancellationToken cancellationToken);

    /// <summary>The namespaces one step below that have something below them, by name; null for the top.</summary>
    Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(IndexNamespace? below, CancellationToken cancellationToken);

    /// <returns>Whether there was such an entry.</returns>
    Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken);
}
