using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Digests;

/// <summary>
/// The hash cache: rows are loaded one by one where few are wanted, else folder-wise with one query each, and written
/// in one transaction.
/// </summary>
/// <remarks>Whatever goes wrong with the database makes it forget, never fail.</remarks>
internal sealed class EmbeddedDigestCache(StoreDatabase database, TimeProvider clock, string? treeRoot) : IDigestCache
{
    /// <summary>
    /// The coarsest time stamps in use: FAT keeps even seconds, HFS+ and NFSv2 whole ones, and a network file system's
    /// clock is a little off. Linux stamps ext4, XFS and Btrfs with the time of the last timer tick, 10 ms at most.
    /// </summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    // Rows are marked as seen once a week, so that a run with nothing new writes nothing on most days.
    private const int DaysUntilMarked = 7;

    // A row by itself costs a little more than one of many; a whole tree may have fifty times as many as are wanted.
    private const int FewFiles = 4096;

    private readonly ConcurrentDictionary<string, CachedFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Sha256Digest, Sha256Digest> _derived = new();
    private readonly ConcurrentDictionary<string, CachedFile> _changedFiles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Sha256Digest, Sha256Digest> _changedDerived = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _missed = new(StringComparer.Ordinal);
    private readonly Lock _loading = new();
    private readonly string? _treePrefix = treeRoot is null ? null : WithSlash(treeRoot);
    private readonly ConcurrentDictionary<string, bool> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _looked = new(StringComparer.Ordinal);

    public void Prepare(IReadOnlyCollection<string> absolutePaths)
    {
        if (absolutePaths.Count > FewFiles)
        {
            // The first question loads them all.
            return;
        }

        lock (_loading)
        {
            OrNothing(() => database.Read(
                statements =>
                {
                    DigestTable.Load(statements, absolutePaths, Keep);
                    return true;
                },
                false));
            foreach (string path in absolutePaths)
            {
                _looked[path] = true;
            }
        }
    }

    public bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest)
    {
        EnsureLoaded(absolutePath);
        if (_files.TryGetValue(absolutePath, out var cached) && cached.Stamp == stamp)
        {
            if (Today - cached.Seen >= DaysUntilMarked)
            {
                var marked = cached with { Seen = Today };
                _files[absolutePath] = marked;
                _changedFiles[absolutePath] = marked;
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
        if (IsRacy(stamp, hashed))
        {
            return;
        }

        var cached = new CachedFile(stamp, digest, Today);
        _files[absolutePath] = cached;
        _changedFiles[absolutePath] = cached;
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
        if (_changedFiles.IsEmpty && _changedDerived.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        var files = Drain(_changedFiles);
        var derived = Drain(_changedDerived);
        OrNothing(() => database.Write(
            Durability.Relaxed,
            statements =>
            {
                DigestTable.Save(statements, files, derived, Today);
                DigestTable.ForgetUnseen(statements, Today);
                return true;
            }));
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

    private static string WithSlash(string folder) => folder.EndsWith('/') ? folder : folder + '/';

    private void EnsureLoaded(string path)
    {
        string prefix = _treePrefix is not null && path.StartsWith(_treePrefix, StringComparison.Ordinal)
            ? _treePrefix
            : path[..(path.LastIndexOf('/') + 1)];
        if (_loaded.ContainsKey(prefix) || _looked.ContainsKey(path))
        {
            return;
        }

        lock (_loading)
        {
            if (_loaded.ContainsKey(prefix))
            {
                return;
            }

            OrNothing(() => database.Read(
                statements =>
                {
                    DigestTable.LoadBelow(statements, prefix, Keep);
                    return true;
                },
                false));
            _loaded[prefix] = true;
        }
    }

    // What this process found out since is newer.
    private void Keep(string path, CachedFile cached) => _files.TryAdd(path, cached);
}
