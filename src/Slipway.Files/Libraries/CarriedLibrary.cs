using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Files.Linux;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Libraries;

/// <summary>A native library that is at hand as bytes.</summary>
/// <param name="name">The name of its file, for messages.</param>
/// <param name="content">Its bytes, which can be read again.</param>
internal sealed class CarriedLibrary(string name, Stream content)
{
    private static int _loaded;

    /// <summary>
    /// Loads it for as long as the process lives: from memory, and where that cannot be done from a temporary file,
    /// which is gone afterwards.
    /// </summary>
    /// <param name="sha256">What its bytes should hash to, in hexadecimal digits.</param>
    /// <returns>The path under which the loader has it, and gives it again without looking for a file.</returns>
    /// <exception cref="SlipwayException">It is damaged, or the system does not load it.</exception>
    public string Load(string sha256)
    {
        // Before it is mapped: a file that is shorter than its header says ends the process with a signal.
        content.Position = 0;
        if (!Convert.ToHexString(SHA256.HashData(content)).Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Damaged(name);
        }

        return LoadUnchecked();
    }

    /// <inheritdoc cref="Load"/>
    public string LoadUnchecked() => TryLoadFromMemory() ?? LoadFromFile();

    /// <returns>Null where it cannot be loaded from memory.</returns>
    /// <remarks>
    /// A file without a name, which the loader opens by its descriptor:
    /// https://man7.org/linux/man-pages/man2/memfd_create.2.html. The loader knows libraries by their paths, and
    /// another one under the same number would be taken for this one: so no two are loaded by the same path.
    /// </remarks>
    internal string? TryLoadFromMemory()
    {
        if (!OperatingSystem.IsLinux() || LinuxCalls.TryCreateMemoryFile(name) is not (>= 0 and var descriptor))
        {
            return null;
        }

        using var file = new FileStream(
            new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        CopyTo(file);
        string detour = string.Concat(Enumerable.Repeat("./", Interlocked.Increment(ref _loaded)));
        string path = $"/proc/self/fd/{detour}{descriptor}";
        return NativeLibrary.TryLoad(path, out _) ? path : null;
    }

    /// <inheritdoc cref="Load"/>
    internal string LoadFromFile()
    {
        using var folder = ScratchFolder.Create(ScratchPurpose.Library);
        string path = Path.Join(folder.Path, name);
        folder.Guard(() =>
        {
            using var file = File.Create(path);
            CopyTo(file);
            return true;
        });
        try
        {
            _ = NativeLibrary.Load(path);
            return path;
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw Failure(
                name,
                cause.Message.Split('\n')[0].Trim(),
                "Slipway needs Linux with glibc 2.34 or later and, where /proc is not mounted, a temporary folder from "
                + "which programs may be run: set TMPDIR.",
                cause);
        }
    }

    private void CopyTo(Stream file)
    {
        content.Position = 0;
        content.CopyTo(file);
    }

    /// <summary>What is thrown when the bytes of a library are not what was carried.</summary>
    internal static SlipwayException Damaged(string name, Exception? cause = null) =>
        Failure(name, "it is damaged", "Get the program again, and compare its checksum.", cause);

    private static SlipwayException Failure(string name, string reason, string remedy, Exception? cause = null) => new(
        new Diagnostic(
            LibraryCodes.NotLoaded,
            $"The library {name}, which is a part of slipway, cannot be loaded: {reason}",
            remedy),
        cause);
}
