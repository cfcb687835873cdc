using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Files.Linux;

/// <summary>A file that has no name until it is whole: nothing of it is left when its process is killed.</summary>
/// <remarks><c>O_TMPFILE</c>: https://man7.org/linux/man-pages/man2/open.2.html</remarks>
public sealed class UnnamedFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private UnnamedFile(SafeFileHandle handle)
    {
        _handle = handle;
        Content = new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Where its bytes go.</summary>
    public FileStream Content { get; }

    /// <param name="folder">The folder in which it is to be, absolute.</param>
    /// <param name="model">The file whose mode it gets; null for what the umask leaves of reading and writing.</param>
    /// <returns>Null where system, file system or folder have no such files.</returns>
    public static UnnamedFile? TryCreate(string folder, string? model)
    {
        if (!OperatingSystem.IsLinux() || !LinuxCalls.IsSupported || !Directory.Exists("/proc/self/fd"))
        {
            return null;
        }

        int descriptor = LinuxCalls.OpenAt(
            LinuxCalls.AtFolderOfCaller, folder, LinuxCalls.WriteUnnamed, LinuxCalls.ReadableByAll);
        if (descriptor < 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (model is not null)
        {
            File.SetUnixFileMode(handle, File.GetUnixFileMode(model));
        }

        return new UnnamedFile(handle);
    }

    /// <summary>Gives it its name.</summary>
    /// <param name="path">Where nothing is yet.</param>
    /// <exception cref="IOException">It cannot have that name.</exception>
    public void Name(string path)
    {
        if (LinuxCalls.LinkAt(
            LinuxCalls.AtFolderOfCaller,
            $"/proc/self/fd/{_handle.DangerousGetHandle()}",
            LinuxCalls.AtFolderOfCaller,
            path,
            LinuxCalls.LinkFollow) != 0)
        {
            throw new IOException(
                $"Cannot make {path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose() => Content.Dispose();
}
