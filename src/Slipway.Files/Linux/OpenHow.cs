using System.Runtime.InteropServices;

namespace Slipway.Files.Linux;

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
