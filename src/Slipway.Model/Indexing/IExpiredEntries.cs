using Slipway.Model.Values;

namespace Slipway.Model.Indexing;

/// <summary>An index that still knows what has expired.</summary>
public interface IExpiredEntries
{
    /// <summary>
    /// Expired entries that nothing has replaced or removed yet; namespaces without one are left out.
    /// </summary>
    Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindExpiredAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken);
}
