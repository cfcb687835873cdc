using System.Text.RegularExpressions;
using Slipway.Files.Locks;
using Slipway.Files.Paths;
using Slipway.Model.Trees;

namespace Slipway.Files.Scratch;

/// <summary>Finds and removes the temporary folders of processes that are gone.</summary>
public static partial class ScratchSweep
{
    // Short, for the path of a socket has at most 108 bytes.
    private const int IdLength = 16;

    /// <summary>Where folders may be left: where this process would make them.</summary>
    public static IEnumerable<string> Places { get; } =
        new[] { Path.GetTempPath(), Environment.GetEnvironmentVariable("TMPDIR") ?? "/var/tmp" }
            .Select(place => Path.TrimEndingDirectorySeparator(Path.GetFullPath(place)))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The folders in a place that nobody holds any more, by name.</summary>
    public static IEnumerable<string> FindGone(string place)
    {
        foreach (string folder in Folders(place))
        {
            if (IsBare(folder))
            {
                yield return folder;
            }
            else if (Hold(folder) is { } held)
            {
                held.Dispose();
                yield return folder;
            }
        }
    }

    /// <summary>Whether a path has the name of a temporary folder.</summary>
    public static bool IsScratch(string path) => ScratchName().IsMatch(Path.GetFileName(path));

    /// <summary>Removes a folder unless somebody holds it. It is held meanwhile, so it has no second remover.</summary>
    public static void Remove(string folder)
    {
        if (IsBare(folder))
        {
            TryDelete(() => Directory.Delete(folder));
            return;
        }

        using var held = Hold(folder);
        if (held is not null)
        {
            RemoveHeld(folder);
        }
    }

    internal static void RemoveGone(string place)
    {
        foreach (string folder in Folders(place))
        {
            Remove(folder);
        }
    }

    /// <summary>Removes a folder that the caller holds, or as much of it as can be removed.</summary>
    /// <remarks>
    /// The file that says that it is held goes last. So a process that is killed meanwhile leaves either a folder that
    /// the next one may hold, or one without anything in it.
    /// </remarks>
    internal static void RemoveHeld(string folder) => TryDelete(() =>
    {
        bool isEmptied = true;
        foreach (
                var entry in new DirectoryInfo(folder)
                    .EnumerateFileSystemInfos()
                    .Where(entry => entry.Name != ScratchFolder.OwnerFile))
            {
                isEmptied &= TryDelete(() => Delete(entry));
            }

        if (isEmptied)
        {
            File.Delete(OwnerFileOf(folder));
            Directory.Delete(folder);
        }
    });

    internal static string NameOf(ScratchPurpose purpose, Guid id) =>
#pragma warning disable CA1308 // The name of a file, not a comparison.
        $"slipway-{purpose.ToString().ToLowerInvariant()}-{id.ToString("N")[..IdLength]}";
#pragma warning restore CA1308

    private static string OwnerFileOf(string folder) => Path.Join(folder, ScratchFolder.OwnerFile);

    /// <returns>Null when somebody else holds it.</returns>
    internal static FileLock? TryHold(string folder)
    {
        string path = OwnerFileOf(folder);
        try
        {
            var held = FileLock.TryAcquire(path, FileLockMode.Exclusive);
            if (held is null || File.Exists(path))
            {
                return held;
            }

            // It was opened before another removed it, and locked after.
            held.Dispose();
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Takes a folder that its process does not hold any more; null when it is none.</summary>
    private static FileLock? Hold(string folder)
    {
        try
        {
            return IsOwn(folder) && !HasMounts(folder) && File.Exists(OwnerFileOf(folder))
                ? TryHold(folder)
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a process was killed between making the folder and holding it, or between emptying it and removing it.
    /// </summary>
    /// <remarks>
    /// A folder whose process lives may be such for a moment too: who finds it removed makes another.
    /// </remarks>
    private static bool IsBare(string folder)
    {
        try
        {
            return IsOwn(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null } inner)
        {
            inner.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }

    /// <returns>Whether it is gone. What is not, because another removed or holds it or this user may not, a later run
    /// tries again.</returns>
    private static bool TryDelete(Action delete)
    {
        try
        {
            delete();
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Nobody cleans up after others, and names in a folder of everybody's are anybody's to choose.</summary>
    private static bool IsOwn(string folder) =>
        PathStatus.Of(folder) is { Kind: EntryKind.Folder, Owner: { } owner } && owner == PathStatus.User;

    /// <summary>Whether something is mounted in it, which would be removed with it.</summary>
    private static bool HasMounts(string folder)
    {
        const string mounts = "/proc/self/mounts";
        return !File.Exists(mounts)
            || File.ReadLines(mounts).Any(line => line.Split(' ') is [_, var place, ..]
                && place.StartsWith(folder + "/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Folders(string place)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(place, "slipway-*").Where(IsScratch).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // There is nothing to be cleaned up; whoever needs the place says so.
            return [];
        }
    }

    [GeneratedRegex(
        "^slipway-(?:build|buildah|run|podman|clone|task)-[0-9a-f]{16}$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScratchName();
}
