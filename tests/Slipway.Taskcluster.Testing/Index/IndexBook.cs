namespace Slipway.Taskcluster.Testing.Index;

/// <summary>The entries of the index, the expired ones too.</summary>
public sealed class IndexBook
{
    private readonly SortedDictionary<string, IndexEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> _namespaces = new(StringComparer.Ordinal);
    private readonly Lock _gate;

    internal IndexBook(Lock gate) => _gate = gate;

    public IndexEntry[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Values];
            }
        }
    }

    public IndexEntry? Find(string name)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(name);
        }
    }

    /// <summary>Inserts as the service does: an equal or higher rank replaces.</summary>
    /// <returns>What the namespace leads to now.</returns>
    public IndexEntry Insert(IndexEntry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Namespace, out var existing) && existing.Rank > entry.Rank)
            {
                return existing;
            }

            _entries[entry.Namespace] = entry;
            EnsureNamespaces(entry);
            return entry;
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            _entries.Remove(name);
        }
    }

    /// <summary>The entries one step below a namespace; the empty one is the root.</summary>
    internal IEnumerable<IndexEntry> EntriesIn(string parent) =>
        _entries.Values.Where(entry => ParentOf(entry.Namespace) == parent);

    /// <summary>The namespaces one step below another.</summary>
    internal IEnumerable<(string Namespace, DateTimeOffset Expires)> NamespacesIn(string parent) =>
        _namespaces.Where(one => ParentOf(one.Key) == parent).Select(one => (one.Key, one.Value));

    internal static string ParentOf(string name) =>
        name.LastIndexOf('.') is >= 0 and var at ? name[..at] : string.Empty;

    internal static string NameOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private void EnsureNamespaces(IndexEntry entry)
    {
        // Rounded up to days, as the service does, so that not every insertion changes all parents.
        var expires = new DateTimeOffset(entry.Expires.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        for (string parent = ParentOf(entry.Namespace); parent.Length > 0; parent = ParentOf(parent))
        {
            if (!_namespaces.TryGetValue(parent, out var known) || known < expires)
            {
                _namespaces[parent] = expires;
            }
        }
    }
}
