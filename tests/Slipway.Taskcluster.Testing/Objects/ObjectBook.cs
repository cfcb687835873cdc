namespace Slipway.Taskcluster.Testing.Objects;

/// <summary>The objects of the Object service.</summary>
public sealed class ObjectBook
{
    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly Lock _gate;

    internal ObjectBook(Lock gate) => _gate = gate;

    /// <summary>The names of those that are complete: <c>t/&lt;task&gt;/&lt;run&gt;/&lt;artifact&gt;</c>.</summary>
    public string[] Names
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _objects
                        .Values.Where(one => one.UploadId is null)
                        .Select(one => one.Name)
                        .Order(StringComparer.Ordinal),
                ];
            }
        }
    }

    /// <summary>The recorded hashes of an object, hex by algorithm.</summary>
    public IReadOnlyDictionary<string, string> HashesOf(string name)
    {
        lock (_gate)
        {
            return new Dictionary<string, string>(_objects[name].Hashes, StringComparer.Ordinal);
        }
    }

    /// <summary>Records another hash than that of the bytes; null for none.</summary>
    public void SetHash(string name, string algorithm, string? hash)
    {
        lock (_gate)
        {
            _objects[name].Hashes.Remove(algorithm);
            if (hash is not null)
            {
                _objects[name].Hashes[algorithm] = hash;
            }
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            _objects.Remove(name);
        }
    }

    internal StoredObject? Find(string name) => _objects.GetValueOrDefault(name);

    internal StoredObject? FindComplete(string name) => Find(name) is { UploadId: null } found ? found : null;

    internal void Add(StoredObject stored) => _objects.Add(stored.Name, stored);
}
