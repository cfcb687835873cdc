namespace Slipway.Store.Digests;

/// <summary>What is known of the files of a folder: what the database had, and what was found out since.</summary>
/// <remarks>Safe for use from several threads.</remarks>
internal sealed class CachedFolder(FolderHashes stored)
{
    private readonly Lock _gate = new();
    private Dictionary<string, CachedFile>? _found;
    private Dictionary<string, CachedFile>? _unsaved;

    public bool TryFind(ReadOnlySpan<char> name, out CachedFile file)
    {
        lock (_gate)
        {
            if (_found is not null && _found.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out file))
            {
                return true;
            }
        }

        return stored.TryFind(name, out file);
    }

    /// <summary>Remembers a file, and that it is to be saved.</summary>
    public void Keep(string name, CachedFile file)
    {
        lock (_gate)
        {
            (_found ??= new(StringComparer.Ordinal))[name] = file;
            (_unsaved ??= new(StringComparer.Ordinal))[name] = file;
        }
    }

    /// <summary>What is to be saved; null when nothing is. From then on it counts as saved.</summary>
    public IReadOnlyDictionary<string, CachedFile>? TakeUnsaved()
    {
        lock (_gate)
        {
            var taken = _unsaved;
            _unsaved = null;
            return taken;
        }
    }
}
