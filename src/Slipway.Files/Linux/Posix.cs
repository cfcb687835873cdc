using System.Runtime.InteropServices;

namespace Slipway.Files.Linux;

/// <summary>The calls of the C library that .NET has no door to.</summary>
public static partial class Posix
{
    // fcntl.h and unistd.h of Linux and macOS.
    private const int OpenReadOnly = 0;
    private const int WriteAccess = 2;

    /// <summary>
    /// Makes renames within a folder last a power cut. Does nothing on Windows, which has no such call.
    /// </summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(path, OpenReadOnly);
        if (descriptor < 0)
        {
            throw new IOException(
                $"Cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        }

        try
        {
            // Some network file systems do not know fsync of folders (EINVAL); they make renames last by themselves.
            const int invalid = 22;
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != invalid)
            {
                throw new IOException(
                    $"Cannot flush {path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The number of the user who may do everything.</summary>
    public const uint Root = 0;

    /// <summary>A path without links; null when it does not lead anywhere.</summary>
    public static string? RealPath(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.GetFullPath(path);
        }

        nint found = RealPath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(found);
        }
        finally
        {
            Free(found);
        }
    }

    /// <summary>
    /// Whether this process could write into a folder; false on a read-only file system, for root too.
    /// </summary>
    public static bool IsWritable(string path) => OperatingSystem.IsWindows() || Access(path, WriteAccess) == 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
