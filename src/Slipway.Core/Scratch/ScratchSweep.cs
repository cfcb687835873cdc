using System.Text.RegularExpressions;
using Slipway.Core.Locks;
using Slipway.Core.Tree;

namespace Slipway.Core.Scratch;

/// <summary>Finds and removes the temporary folders of processes that are gone.</summary>
public static partial class ScratchSweep
{
    // Short, for the path of a socket has at most 108 bytes.
    private const int IdLength = 16;

    // Between making a folder and holding it a process may be killed; longer than this nobody takes for it.
    private static readonly TimeSpan Unheld = TimeSpan.FromHours(1);

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
            if (Hold(folder) is { } held)
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
        using var held = Hold(folder);
        if (held is null)
        {
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next run tries again.
        }
    }

    internal static void RemoveGone(string place)
    {
        foreach (string folder in Folders(place))
        {
            Remove(folder);
        }
    }

    internal static string NameOf(ScratchPurpose purpose, Guid id) =>
#pragma warning disable CA1308 // The name of a file, not a comparison.
        $"slipway-{purpose.ToString().ToLowerInvariant()}-{id.ToString("N")[..IdLength]}";
#pragma warning restore CA1308

    /// <returns>Null when somebody else holds it.</returns>
    internal static FileLock? TryHold(string folder)
    {
        string path = Path.Join(folder, ScratchFolder.OwnerFile);
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
            return PathStatus.Of(folder) is { Kind: EntryKind.Folder } status && IsOwn(status) && !HasMounts(folder)
                && (File.Exists(Path.Join(folder, ScratchFolder.OwnerFile))
                    || DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Unheld)
                        ? TryHold(folder)
                        : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Nobody cleans up after others, and names in a folder of everybody's are anybody's to choose.</summary>
    private static bool IsOwn(PathStatus status) =>
        status.Owner is { } owner && owner == PathStatus.User;

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
            return [.. Directory.EnumerateDirectories(place, "slipway-*").Where(IsScratch).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // There is nothing to be cleaned up; whoever needs the place says so.
            return [];
        }
    }

    [GeneratedRegex("^slipway-(?:build|buildah|run|podman|clone|task)-[0-9a-f]{16}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScratchName();
}
