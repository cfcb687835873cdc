using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Files.Linux;

/// <summary>An open folder, closed when disposed.</summary>
public readonly struct FolderHandle(int descriptor) : IDisposable
{
    public int Descriptor => descriptor;

    public bool IsOpen => descriptor >= 0;

    /// <summary>Opens a folder below another; the error is in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static FolderHandle Open(FolderHandle parent, string name, int flags) =>
        new(LinuxCalls.OpenAt(parent.Descriptor, name, flags, 0));

    /// <summary>Opens a path below a folder in one call, following no link.</summary>
    /// <inheritdoc cref="Open"/>
    public static FolderHandle OpenBelow(FolderHandle root, string path, int flags) =>
        new(LinuxCalls.OpenAt2(root.Descriptor, path, OpenHow.Below(flags)));

    /// <inheritdoc cref="Open"/>
    public static FolderHandle OpenRoot(string path, int flags) =>
        new(LinuxCalls.OpenAt(LinuxCalls.AtFolderOfCaller, path, flags, 0));

    /// <summary>The same folder, closed when nobody refers to it any more, and not by <see cref="Dispose"/>.</summary>
    /// <returns>Null when it is not open.</returns>
    public SafeFileHandle? ToKept() => IsOpen ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    public void Dispose()
    {
        if (IsOpen)
        {
            LinuxCalls.Close(descriptor);
        }
    }
}
