using Slipway.Files.Linux;
using Slipway.Files.Locks;
using Slipway.Model.Diagnostics;
using Slipway.Store.Errors;
using Slipway.Store.Settings;

namespace Slipway.Store.Files;

/// <summary>The store's folder: made when something is first written, refused when it cannot be.</summary>
internal sealed class StoreFolder
{
    // Whatever the umask says, nobody else writes here. What the umask takes away besides stays away.
    private const UnixFileMode OwnersFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly bool _readOnly;
    private readonly bool _shared;
    private readonly Lazy<bool> _writable;
    private volatile bool _made;
    private volatile bool _inspected;

    public StoreFolder(StorePaths paths, bool readOnly, bool shared)
    {
        Paths = paths;
        _readOnly = readOnly;
        _shared = shared;
        _writable = new Lazy<bool>(FindWritable);
    }

    public StorePaths Paths { get; }

    /// <summary>
    /// The mode with which files are made; null when the umask decides, as in a store that several users write.
    /// </summary>
    public UnixFileMode? FileMode => _shared || OperatingSystem.IsWindows() ? null : OwnersFile;

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
            StoreFolders.Make(Paths, _shared);
            return true;
        });
        // What was not there before is there now, and maybe somebody else was faster.
        Inspect();
        _made = true;
    }

    /// <summary>Holds the blobs in place: nothing is removed while a shared hold lasts.</summary>
    /// <returns>Null on a read-only store, where no lock file can be made
    /// and nothing is removed through this door.</returns>
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
            return await FileLock.AcquireAsync(path, mode, waiting, FileMode, cancellationToken);
        }
        catch (IOException exception)
        {
            throw StoreErrors.From(exception, Paths.Home, path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Denied(exception, path);
        }
    }

    /// <summary>Runs something with files and turns what the system says into diagnostics.</summary>
    /// <exception cref="SlipwayException">
    /// The system's, coded; or the store is not this user's alone, or a part of it is elsewhere.
    /// </exception>
    public T Guard<T>(string path, Func<T> action)
    {
        Inspect();
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
            throw Denied(exception, path);
        }
    }

    /// <summary>
    /// A store that may be written has something in it that may not, or a folder where a file belongs.
    /// </summary>
    private SlipwayException Denied(UnauthorizedAccessException exception, string path) =>
        _readOnly || !FindWritable()
            ? StoreErrors.ReadOnly(Paths.Home, exception)
            : StoreErrors.FileFailed(path, exception);

    /// <summary>Creates a file, or opens the one that is there to write it anew.</summary>
    public FileStream CreateFile(string path, FileStreamOptions options)
    {
        if (FileMode is { } mode && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return Guard(path, () => new FileStream(path, options));
    }

    /// <summary>
    /// Makes a file that others may write too, in a store that is meant for them: SQLite itself would not.
    /// </summary>
    public void MakeShared(string path)
    {
        if (_shared && !File.Exists(path))
        {
            new FileStream(path, System.IO.FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
    }

    /// <summary>
    /// Looks once, before the store is believed or written, whether it is what this user may rely on.
    /// </summary>
    public void Inspect()
    {
        if (!_inspected)
        {
            _inspected = StoreFolders.Inspect(Paths, _shared);
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
