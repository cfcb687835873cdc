using Slipway.Core.Trees;
using Slipway.Files.Linux;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tree.Folders;

namespace Slipway.Tree;

/// <summary>The source tree on the local file system.</summary>
public sealed class LocalSourceTree : FolderTree
{
    /// <param name="root">The root folder; it may be reached through links.</param>
    /// <exception cref="SlipwayException">There is no such folder; the system is Windows.</exception>
    public LocalSourceTree(string root)
        : base(ReaderFor(root, OperatingSystem.IsWindows()))
    {
    }

    /// <summary>The same tree, listed in another order than the system lists it.</summary>
    public static ISourceTree ListedInReverse(string root) =>
        new FolderTree(new ReversedFolderReader(ReaderFor(root, OperatingSystem.IsWindows())));

    /// <summary>The same tree with a folder from elsewhere at a place in its root.</summary>
    /// <param name="root">The root folder.</param>
    /// <param name="place">A name in the root.</param>
    /// <param name="folder">The folder from elsewhere.</param>
    public static ISourceTree WithFolder(string root, RelativePath place, string folder) =>
        new FolderTree(new MountedFolderReader(
            ReaderFor(root, OperatingSystem.IsWindows()), place, ReaderFor(folder, OperatingSystem.IsWindows())));

    /// <summary>The best way to read a tree on this system.</summary>
    internal static IFolderReader ReaderFor(string root, bool isWindows) =>
        isWindows ? throw TreeProblems.WindowsUnsupported(root)
        : LinuxCalls.IsSupported ? new LinuxFolderReader(root)
        : new PortableFolderReader(root);
}
