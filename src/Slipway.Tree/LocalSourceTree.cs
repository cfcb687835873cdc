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

    /// <summary>The same tree with a folder of run-task files from elsewhere.</summary>
    /// <param name="root">The root folder.</param>
    /// <param name="folder">The folder from elsewhere.</param>
    /// <param name="release">The release of taskgraph that the folder was found in; null when a person gave
    /// it.</param>
    public static ISourceTree WithFolder(string root, string folder, Version? release = null) =>
        new MountedTree(new LocalSourceTree(root), new LocalSourceTree(folder), release);

    /// <summary>The best way to read a tree on this system.</summary>
    internal static IFolderReader ReaderFor(string root, bool isWindows) =>
        isWindows ? throw TreeProblems.WindowsUnsupported(root)
        : LinuxCalls.IsSupported ? new LinuxFolderReader(root)
        : new PortableFolderReader(root);
}
