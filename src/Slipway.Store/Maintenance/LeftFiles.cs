using System.Collections.Immutable;
using Slipway.Files.Scratch;
using Slipway.Model.Maintenance;

namespace Slipway.Store.Maintenance;

/// <summary>Finds files that nobody uses any more.</summary>
internal static class LeftFiles
{
    /// <summary>What processes that are gone left in temporary folders. Each is held before it is removed.</summary>
    public static ImmutableArray<GcFile> Find() =>
        [.. ScratchSweep.Places.SelectMany(ScratchSweep.FindGone).Select(path => new GcFile(path, SizeOf(path)))];

    /// <summary>Bytes of what is in a folder; links are not followed. What goes meanwhile counts no more.</summary>
    public static long SizeOf(string path)
    {
        var inside = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        try
        {
            return new DirectoryInfo(path).EnumerateFiles("*", inside).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Whoever makes a temporary folder removes those of processes that are gone.
            return 0;
        }
    }

    /// <summary>The files of a folder, by name; none of one that is not there.</summary>
    public static IEnumerable<FileInfo> In(string path) =>
        Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            : [];

    /// <summary>The files of a folder that are old and not in use.</summary>
    public static IEnumerable<GcFile> Old(string path, DateTimeOffset olderThan, Func<FileInfo, bool> unused) =>
        In(path)
            .Where(file => file.LastWriteTimeUtc < olderThan.UtcDateTime && unused(file))
            .Select(file => new GcFile(file.FullName, file.Length));
}
