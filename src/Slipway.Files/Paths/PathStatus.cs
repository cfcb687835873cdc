using Slipway.Files.Linux;
using Slipway.Model.Trees;

namespace Slipway.Files.Paths;

/// <summary>Whose something on the disk is, and what may be done with it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The permissions, with set-user-ID, set-group-ID and sticky bits.</param>
/// <param name="Owner">The number of the user that it belongs to; null where .NET's own calls have to do,
/// which do not tell.</param>
public readonly record struct PathStatus(EntryKind Kind, UnixFileMode Mode, uint? Owner)
{
    /// <summary>The user whose rights this process has; null where owners are not told.</summary>
    public static uint? User => LinuxCalls.IsSupported ? LinuxCalls.EffectiveUser() : null;

    /// <summary>
    /// What stands under a path, links not followed; null when nothing is there or it cannot be looked at.
    /// </summary>
    public static PathStatus? Of(string path)
    {
        if (LinuxCalls.IsSupported)
        {
            return LinuxCalls.Statx(
                LinuxCalls.AtFolderOfCaller,
                path,
                LinuxCalls.StatNoAutomount | LinuxCalls.StatNoFollow,
                LinuxCalls.StatBasic,
                out var status) == 0
                    ? new PathStatus(status.Kind, status.Mode, status.Owner)
                    : null;
        }

        var entry = new FileInfo(path);
        var kind = entry.LinkTarget is not null ? EntryKind.Link : PathKind.Of(path);
        return kind is { } known
            ? new PathStatus(known, OperatingSystem.IsWindows() ? UnixFileMode.None : entry.UnixFileMode, null)
            : null;
    }
}
