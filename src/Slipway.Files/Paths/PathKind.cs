using Slipway.Files.Linux;
using Slipway.Model.Trees;

namespace Slipway.Files.Paths;

/// <summary>Says what a path of the machine leads to, inside a tree or not.</summary>
public static class PathKind
{
    /// <summary>What stands at the end of all links; null when nothing is there or it cannot be looked at.</summary>
    public static EntryKind? Of(string path)
    {
        if (LinuxCalls.IsSupported)
        {
            return
                LinuxCalls.Statx(
                    LinuxCalls.AtFolderOfCaller,
                    path,
                    LinuxCalls.StatNoAutomount,
                    LinuxCalls.StatBasic,
                    out var status) == 0
                ? status.Kind
                : null;
        }

        // .NET tells folders from the rest only; devices live in one place everywhere.
        return Directory.Exists(path) ? EntryKind.Folder
            : !File.Exists(path) ? null
            : path.StartsWith("/dev/", StringComparison.Ordinal) ? EntryKind.Special
            : EntryKind.File;
    }
}
