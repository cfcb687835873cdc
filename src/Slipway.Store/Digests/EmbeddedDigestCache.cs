using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Digests;

/// <summary>
/// The hash cache: the row of a folder is read when one of its files is first asked for, and all that is new is written
/// in one transaction.
/// </summary>
/// <remarks>Whatever goes wrong with the database makes it forget, never fail.</remarks>
internal sealed class EmbeddedDigestCache(StoreDatabase database, TimeProvider clock) : IDigestCache
{
    /// <summary>
    /// The coarsest time stamps in use: FAT keeps even seconds, HFS+ and NFSv2 whole ones, and a network file system's
    /// clock is a little off. Linux stamps ext4, XFS and Btrfs with the time of the last timer tick, 10 ms at most.
    /// </summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    // Files are marked as seen once a week, so that a run with nothing new writes nothing on most days.
    private const int DaysUntilMarked = 7;

    private readonly ConcurrentDictionary<string, CachedFolder> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Sha256Digest, Sha256Digest> _derived = new();
    private readonly ConcurrentDictionary<Sha256Digest, Sha256Digest> _changedDerived = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _missed = new(StringComparer.Ordinal);
    private readonly Lock _loading = new();

    public void Prepare(IEnumerable<string> absolutePaths)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var distinct = folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string path in absolutePaths)
        {
            distinct.Add(FolderOf(path));
        }

        Load(folders);
    }

    public bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest)
    {
        var folder = Folder(absolutePath);
        if (folder.TryFind(NameOf(absolutePath), out var cached) && cached.Stamp == stamp)
        {
            if (Today - cached.Seen >= DaysUntilMarked)
            {
                folder.Keep(NameOf(absolutePath).ToString(), cached with { Seen = Today });
            }

            digest = cached.Digest;
            return true;
        }

        // The file is hashed some time after this moment, which is what the racy rule has to look at.
        _missed[absolutePath] = clock.GetUtcNow();
        digest = default;
        return false;
    }

    public void RecordFile(string absolutePath, in FileStamp stamp, Sha256Digest digest)
    {
        var hashed = _missed.TryRemove(absolutePath, out var missed) ? missed : clock.GetUtcNow();
        if (!IsRacy(stamp, hashed))
        {
            Folder(absolutePath).Keep(NameOf(absolutePath).ToString(), new CachedFile(stamp, digest, Today));
        }
    }

    public bool TryGetDerived(Sha256Digest recipe, out Sha256Digest result)
    {
        if (_derived.TryGetValue(recipe, out result))
        {
            return true;
        }

        var found = OrNothing(() => database.Read(statements => DigestTable.FindDerived(statements, recipe), null));
        if (found is null)
        {
            return false;
        }

        result = found.Value.Result;
        _derived[recipe] = result;
        if (Today - found.Value.Seen >= DaysUntilMarked)
        {
            _changedDerived[recipe] = result;
        }

        return true;
    }

    public void RecordDerived(Sha256Digest recipe, Sha256Digest result)
    {
        _derived[recipe] = result;
        _changedDerived[recipe] = result;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var files = new List<KeyValuePair<string, IReadOnlyDictionary<string, CachedFile>>>();
        foreach (var (name, folder) in _folders)
        {
            if (folder.TakeUnsaved() is { } unsaved)
            {
                files.Add(KeyValuePair.Create(name, unsaved));
            }
        }

        var derived = Drain(_changedDerived);
        if (files.Count > 0 || derived.Length > 0)
        {
            OrNothing(() => database.Write(
                Durability.Relaxed,
                statements =>
                {
                    DigestTable.Save(statements, files, derived, Today);
                    DigestTable.ForgetUnseen(statements, Today);
                    return true;
                }));
        }

        return ValueTask.CompletedTask;
    }

    private int Today => (int)(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>
    /// Whether the file could have been changed again after it was hashed without a change of its stamp: the last
    /// change that the stamp shows is so young that the file system may give the next one the same time. A time in the
    /// future says nothing, so it counts as young.
    /// </summary>
    private static bool IsRacy(in FileStamp stamp, DateTimeOffset hashed)
    {
        long youngest = (hashed - Granularity - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return stamp.ModifiedNanoseconds > youngest || stamp.ChangedNanoseconds > youngest;
    }

    private static KeyValuePair<TKey, TValue>[] Drain<TKey, TValue>(ConcurrentDictionary<TKey, TValue> source)
        where TKey : notnull
    {
        var taken = source.ToArray();
        foreach (var pair in taken)
        {
            source.TryRemove(pair);
        }

        return taken;
    }

    private static T? OrNothing<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SlipwayException)
        {
            return default;
        }
    }

    private static ReadOnlySpan<char> FolderOf(string path) => path.AsSpan(0, path.LastIndexOf('/') + 1);

    private static ReadOnlySpan<char> NameOf(string path) => path.AsSpan(path.LastIndexOf('/') + 1);

    private CachedFolder Folder(string path)
    {
        var known = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(FolderOf(path), out var folder))
        {
            Load([FolderOf(path).ToString()]);
            known.TryGetValue(FolderOf(path), out folder);
        }

        return folder!;
    }

    /// <summary>Reads the rows of folders that were not read yet, together.</summary>
    private void Load(IEnumerable<string> folders)
    {
        lock (_loading)
        {
            string[] unread = [.. folders.Where(folder => !_folders.ContainsKey(folder))];
            OrNothing(() => database.Read(
                statements =>
                {
                    foreach (string folder in unread)
                    {
                        _folders[folder] = new CachedFolder(DigestTable.Load(statements, folder));
                    }

                    return true;
                },
                false));

            // What could not be read is not asked for again.
            foreach (string folder in unread)
            {
                _folders.TryAdd(folder, new CachedFolder(FolderHashes.None));
            }
        }
    }
}
