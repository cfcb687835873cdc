using Slipway.Core.Diagnostics;

namespace Slipway.Store.Files;

/// <summary>The store's folder: made when something is first written, refused when it cannot be.</summary>
internal sealed class StoreFolder
{
    private readonly bool _readOnly;
    private readonly Lazy<bool> _writable;
    private volatile bool _made;

    public StoreFolder(StorePaths paths, bool readOnly)
    {
        Paths = paths;
        _readOnly = readOnly;
        _writable = new Lazy<bool>(FindWritable);
    }

    public StorePaths Paths { get; }

    public bool IsReadOnly => _readOnly || !_writable.Value;

    /// <exception cref="SlipwayException">The store is read-only.</exception>
    public void EnsureWritable()
    {
        if (_made)
        {
            return;
        }

        if (IsReadOnly)
        {
            throw StoreErrors.ReadOnly(Paths.Home);
        }

        Guard(Paths.Home, () =>
        {
            Directory.CreateDirectory(Paths.Blobs);
            Directory.CreateDirectory(Paths.Temporary);
            Directory.CreateDirectory(Paths.Locks);
            Directory.CreateDirectory(Paths.Logs);
            return true;
        });
        _made = true;
    }

    /// <summary>Holds the blobs in place: nothing is removed while a shared hold lasts.</summary>
    /// <returns>Null on a read-only store, where no lock file can be made and nothing is removed through this door.</returns>
    public async Task<IDisposable?> HoldBlobsAsync(CancellationToken cancellationToken)
    {
        if (IsReadOnly)
        {
            return null;
        }

        return await LockAsync(Paths.BlobsLock, FileLockMode.Shared, null, cancellationToken);
    }

    /// <summary>Waits for one of the store's locks.</summary>
    public async Task<FileLock> LockAsync(
        string path, FileLockMode mode, Action? waiting, CancellationToken cancellationToken)
    {
        EnsureWritable();
        try
        {
            return await FileLock.AcquireAsync(path, mode, waiting, cancellationToken);
        }
        catch (IOException exception)
        {
            throw StoreErrors.From(exception, Paths.Home, path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw StoreErrors.From(exception, Paths.Home);
        }
    }

    /// <summary>Runs something with files and turns what the system says into diagnostics.</summary>
    public T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException exception)
        {
            throw StoreErrors.From(exception, Paths.Home, path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw StoreErrors.From(exception, Paths.Home);
        }
    }

    /// <summary>The nearest folder that exists decides: the store's own, or the one that it would be made in.</summary>
    private bool FindWritable()
    {
        for (string? folder = Paths.Home; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder))
            {
                return Posix.IsWritable(folder);
            }
        }

        return false;
    }
}
