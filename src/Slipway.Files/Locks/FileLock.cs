using System.Diagnostics;

namespace Slipway.Files.Locks;

/// <summary>An advisory lock on a file that the kernel drops when the process dies.</summary>
/// <remarks>
/// On Unix a <see cref="FileStream"/> takes <c>flock(2)</c>: exclusive for <see cref="FileShare.None"/>, else shared.
/// Such a lock belongs to the open file, so it excludes within one process too. The files are never deleted: whoever
/// waits for a deleted file's lock holds nothing in the end.
/// </remarks>
public sealed class FileLock : IDisposable
{
    // EWOULDBLOCK, which .NET keeps in HResult when flock(2) refuses.
    private const int WouldBlock = 11;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Whoever waits looks again after so long at the latest.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the lock, or gives null when another has it.</summary>
    /// <param name="path">The lock file; made when it does not exist.</param>
    /// <param name="mode">Alone, or with others.</param>
    /// <param name="created">The mode that it is made with; null when the umask decides.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileLock? TryAcquire(string path, FileLockMode mode, UnixFileMode? created = null)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = mode == FileLockMode.Exclusive ? FileAccess.ReadWrite : FileAccess.Read,
            Share = mode == FileLockMode.Exclusive ? FileShare.None : FileShare.Read,
            BufferSize = 0,
        };
        if (created is { } permissions && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = permissions;
        }

        try
        {
            return new FileLock(new FileStream(path, options));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock file; made when it does not exist.</param>
    /// <param name="mode">Alone, or with others.</param>
    /// <param name="waiting">Called once when another has it.</param>
    /// <param name="created">The mode that it is made with; null when the umask decides.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<FileLock> AcquireAsync(
        string path, FileLockMode mode, Action? waiting, UnixFileMode? created, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path, mode, created) is { } held)
            {
                return held;
            }

            waiting?.Invoke();
            waiting = null;
            // The kernel offers no wait with cancellation, and these locks are held for minutes or not at all.
            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Waits, blocking the thread: for locks that are held for milliseconds only.</summary>
    /// <returns>Null when another had the lock all the time.</returns>
    public static FileLock? TryAcquire(string path, TimeSpan patience, UnixFileMode? created)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryAcquire(path, FileLockMode.Exclusive, created) is { } held)
            {
                return held;
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return null;
            }

            Thread.Sleep(FirstPause);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Whether others may hold a lock at the same time.</summary>
public enum FileLockMode
{
    Shared,
    Exclusive,
}
