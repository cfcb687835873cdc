using System.Runtime.InteropServices;

namespace Slipway.Files.Linux;

/// <summary>The functions of the C library that .NET has no counterpart for.</summary>
public static partial class LinuxCalls
{
    public const int ErrorNoEntry = 2;
    public const int ErrorNoDevice = 6;
    public const int ErrorNotFolder = 20;
    public const int ErrorTooManyLinks = 40;

    // fcntl.h gives the two flags below other values on ARM than elsewhere:
    // https://github.com/torvalds/linux/blob/v6.12/arch/arm64/include/uapi/asm/fcntl.h
    private static readonly bool IsArm =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int PathOnly = 0x200000;
    private const int Unnamed = 0x400000;
    private const int WriteOnly = 1;

    private static int FolderOnly => IsArm ? 0x4000 : 0x10000;

    private static int NoFollow => IsArm ? 0x8000 : 0x20000;

    /// <summary>Whether the C library has what is needed: Linux with glibc 2.30 or musl 1.2.4 and later.</summary>
    public static bool IsSupported { get; } =
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(LinuxCalls).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, "statx", out _)
        && NativeLibrary.TryGetExport(library, "getdents64", out _);

    /// <summary>Flags that open a folder, never through a link, for looking things up in it.</summary>
    public static int WalkFolder => CloseOnExec | PathOnly | FolderOnly | NoFollow;

    /// <summary>Flags that open whatever is there, also a link itself, only to ask what it is.</summary>
    public static int LookAt => CloseOnExec | PathOnly | NoFollow;

    /// <summary>Flags that open a folder, never through a link, for listing it.</summary>
    public static int ListFolder => CloseOnExec | FolderOnly | NoFollow;

    /// <summary>
    /// Flags that open a file for reading, never through a link and never waiting for a FIFO's writer.
    /// </summary>
    public static int ReadFile => CloseOnExec | NonBlocking | NoFollow;

    /// <summary>Flags that make a file without a name in a folder, for writing.</summary>
    public static int WriteUnnamed => CloseOnExec | Unnamed | FolderOnly | WriteOnly;

    /// <summary>The mode of an ordinary new file, before the umask takes from it.</summary>
    public const int ReadableByAll = 0b110_110_110;

    public const int AtFolderOfCaller = -100;
    public const int LinkFollow = 0x400;
    public const int StatNoFollow = 0x100;
    public const int StatNoAutomount = 0x800;
    public const int StatHandleItself = 0x1000;
    public const uint StatBasic = 0x7FF;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string path, int flags, int mode);

    /// <summary>
    /// openat2, which the C library has no function for; the number is the same on every architecture.
    /// </summary>
    public static int OpenAt2(int folder, string path, OpenHow how) =>
        (int)SystemCall(437, folder, path, how, (nuint)Marshal.SizeOf<OpenHow>());

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCall(nint number, nint folder, string path, in OpenHow how, nuint size);

    /// <summary>Makes a file in memory that has no name but this one, which is for those who debug.</summary>
    /// <returns>Its descriptor; -1 where there is no such call, or it is forbidden.</returns>
    public static int TryCreateMemoryFile(string name)
    {
        try
        {
            return CreateMemoryFile(name, CloseOnExecMemory);
        }
        catch (EntryPointNotFoundException)
        {
            return -1;
        }
    }

    // MFD_CLOEXEC of linux/memfd.h.
    private const uint CloseOnExecMemory = 1;

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    /// <summary>The number of the user whose rights count.</summary>
    public static uint EffectiveUser() => GetEffectiveUser();

    /// <summary>The number of the group whose rights count.</summary>
    public static uint EffectiveGroup() => GetEffectiveGroup();

    /// <summary>Closes a descriptor; what it could report, nobody could mend.</summary>
    public static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int folder, string path, int flags, uint mask, out StatxBuffer buffer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Statx(int folder, in byte path, int flags, uint mask, out StatxBuffer buffer);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint GetEntries(int folder, Span<byte> buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LinkAt(int fromFolder, string from, int toFolder, string to, int flags);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLinkAt(int folder, string path, Span<byte> buffer, nuint size);
}

/// <summary>The kernel's <c>struct open_how</c>: https://man7.org/linux/man-pages/man2/openat2.2.html</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenHow
{
    private const ulong ResolveNoSymbolicLinks = 0x04;
    private const ulong ResolveBeneath = 0x08;

    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;

    /// <summary>Opens below a folder and through no link.</summary>
    public static OpenHow Below(int flags) =>
        new() { Flags = (uint)flags, Resolve = ResolveNoSymbolicLinks | ResolveBeneath };
}
