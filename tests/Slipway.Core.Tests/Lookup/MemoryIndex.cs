using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Lookup;

/// <summary>An index in memory.</summary>
internal sealed class MemoryIndex : IImageIndex
{
    private readonly SortedDictionary<IndexNamespace, IndexEntry> _entries = [];
    private readonly Lock _gate = new();

    public DateTimeOffset Now { get; set; }

    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        (await FindAllAsync([ns], cancellationToken)).GetValueOrDefault(ns);

    public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        Locked<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(
            () => Alive().Where(entry => namespaces.Contains(entry.Namespace)).ToDictionary(entry => entry.Namespace),
            cancellationToken);

    public Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        Locked(
            () =>
                Alive().FirstOrDefault(one => one.Namespace == entry.Namespace) is { } existing
                && existing.Rank > entry.Rank
                    ? existing
                    : _entries[entry.Namespace] = entry,
            cancellationToken);

    public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<IndexEntry>>(
            () => [.. Alive().Where(entry => Parent(entry.Namespace.Value) == Text(below))], cancellationToken);

    public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<IndexNamespace>>(
            () =>
            [
                .. Alive()
                    .SelectMany(entry => Parents(entry.Namespace.Value))
                    .Where(parent => Parent(parent) == Text(below))
                    .Select(IndexNamespace.Parse)
                    .Distinct()
                    .Order(),
            ],
            cancellationToken);

    public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        Locked(() => Alive().Any(entry => entry.Namespace == ns) && _entries.Remove(ns), cancellationToken);

    private static string Text(IndexNamespace? ns) => ns?.Value ?? string.Empty;

    private static string Parent(string name) => name.LastIndexOf('.') is >= 0 and var at ? name[..at] : string.Empty;

    private static IEnumerable<string> Parents(string name)
    {
        for (string parent = Parent(name); parent.Length > 0; parent = Parent(parent))
        {
            yield return parent;
        }
    }

    private IEnumerable<IndexEntry> Alive() => _entries.Values.Where(entry => entry.Expires > Now);

    private Task<T> Locked<T>(Func<T> act, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            return Task.FromResult(act());
        }
    }
}
