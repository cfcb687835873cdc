using Slipway.Files.Linux;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Store.Errors;
using Slipway.Store.Settings;

namespace Slipway.Store.Files;

/// <summary>Makes the folders of a store, and looks whose they are.</summary>
/// <remarks>
/// Whoever can write the store decides what every level of it gets, so nobody else may, unless that is said to be
/// meant. As git does with <c>safe.directory</c>, a store of another user is not even read; one of root's is, for root
/// can do all that anyway.
/// </remarks>
internal static class StoreFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode EnteredByOthers = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnersFolder = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes what is not there: the store's own folder for its owner alone, who may open it to readers.
    /// </summary>
    public static void Make(StorePaths paths, bool shared)
    {
        if (OperatingSystem.IsWindows() || shared)
        {
            foreach (string folder in Folders(paths))
            {
                Directory.CreateDirectory(folder);
            }

            return;
        }

        // Of folders above it this makes those that are missing, with the mode that the umask gives, save for others'
        // writing.
        foreach (string missing in Above(paths.Home).TakeWhile(folder => !Directory.Exists(folder)).Reverse())
        {
            Directory.CreateDirectory(missing, OwnersFolder);
        }

        bool isNew = !Directory.Exists(paths.Home);
        Directory.CreateDirectory(paths.Home, OwnerOnly);
        if (!isNew
            && IsEmpty(paths.Home)
            && PathStatus.Of(paths.Home) is { Kind: EntryKind.Folder } empty
            && (empty.Mode & WrittenByOthers) != UnixFileMode.None
            && empty.Owner == PathStatus.User)
        {
            // Made by hand for the store, with the usual umask of some systems, and nobody has put anything there yet.
            File.SetUnixFileMode(paths.Home, empty.Mode & ~WrittenByOthers);
        }

        foreach (string folder in Folders(paths))
        {
            Directory.CreateDirectory(folder, OwnersFolder);
        }
    }

    /// <returns>Whether there was anything to look at.</returns>
    /// <exception cref="SlipwayException">Others can write the store, or a part of it is elsewhere.</exception>
    public static bool Inspect(StorePaths paths, bool shared)
    {
        string real = Posix.RealPath(paths.Home) ?? paths.Home;
        if (PathStatus.Of(real) is not { Kind: EntryKind.Folder } home || IsEmpty(real))
        {
            // Nothing is there; or something else, or what cannot be entered, which every use of it says.
            return false;
        }

        var parts = Parts(paths);
        foreach (var (path, kind, _) in parts.Where(part => part.Status is not null))
        {
            RequireKind(path, kind);
        }

        if (shared || OperatingSystem.IsWindows())
        {
            return true;
        }

        RequireOwner(paths.Home, home);
        RequireMode(paths.Home, paths.Home, home.Mode);
        foreach (var (path, _, status) in parts.Where(part => part.Status is not null))
        {
            if (status!.Value.Owner != home.Owner)
            {
                throw StoreErrors.NotAlone(
                    paths.Home, $"{path} belongs to user {status.Value.Owner}", $"chown -R {home.Owner} {paths.Home}");
            }

            if ((home.Mode & EnteredByOthers) != UnixFileMode.None)
            {
                RequireMode(paths.Home, path, status.Value.Mode);
            }
        }

        foreach (string above in Above(real).Union(Above(paths.Home)))
        {
            if (PathStatus.Of(above) is { Kind: EntryKind.Folder } status
                && (status.Mode & UnixFileMode.OtherWrite) != UnixFileMode.None
                && (status.Mode & UnixFileMode.StickyBit) == UnixFileMode.None)
            {
                throw StoreErrors.NotAlone(
                    paths.Home, $"everybody can replace what is in {above}", $"chmod o-w {above}");
            }
        }

        return true;
    }

    private static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void RequireOwner(string home, PathStatus status)
    {
        if (PathStatus.User is { } user && status.Owner is { } owner && owner != user && owner != Posix.Root)
        {
            throw StoreErrors.NotAlone(
                home, $"it belongs to user {owner}, and this is user {user}", $"chown -R {user} {home}");
        }
    }

    private static void RequireMode(string home, string path, UnixFileMode mode)
    {
        if ((mode & WrittenByOthers) != UnixFileMode.None)
        {
            string who = (mode & UnixFileMode.OtherWrite) != UnixFileMode.None ? "everybody" : "its group";
            throw StoreErrors.NotAlone(home, $"{who} can write {path}", $"chmod -R go-w {home}");
        }
    }

    private static void RequireKind(string path, EntryKind expected)
    {
        var found = PathStatus.Of(path)?.Kind;
        if (found is { } kind && kind != expected)
        {
            throw StoreErrors.Elsewhere(path, kind switch
            {
                EntryKind.Link => "a link",
                EntryKind.Folder => "a folder",
                EntryKind.File => "a file",
                _ => "neither a file nor a folder",
            });
        }
    }

    private static string[] Folders(StorePaths paths) =>
        [paths.Layout, Path.GetDirectoryName(paths.Blobs)!, paths.Blobs, paths.Temporary, paths.Locks, paths.Logs];

    private static (string Path, EntryKind Kind, PathStatus? Status)[] Parts(StorePaths paths) =>
        [
            .. Folders(paths).Select(path => (path, EntryKind.Folder, PathStatus.Of(path))),
            .. new[] { paths.Database, paths.Secret }
                .Concat(paths.DatabaseCompanions)
                .Select(path => (path, EntryKind.File, PathStatus.Of(path))),
        ];

    /// <summary>The folders above a path, the nearest first.</summary>
    private static IEnumerable<string> Above(string path)
    {
        for (
            string? above = Path.GetDirectoryName(path);
            !string.IsNullOrEmpty(above);
            above = Path.GetDirectoryName(above))
        {
            yield return above;
        }
    }
}
