using Slipway.Core.Catalog;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tree;

namespace Slipway.Cli.Session;

/// <summary>Finds and opens the source tree that a command is about.</summary>
internal static class TreeOpener
{
    /// <param name="root">What <c>--root</c> says; null to look from the current folder upwards.</param>
    /// <exception cref="SlipwayException">There is no such folder, or no tree around the current one.</exception>
    public static ISourceTree Open(string? root)
    {
        if (root is null)
        {
            return new LocalSourceTree(RootLocator.Find(CurrentFolder()));
        }

        return Directory.Exists(root)
            ? new LocalSourceTree(Path.GetFullPath(root))
            : throw new SlipwayException(new Diagnostic(
                CommandLine.CliCodes.InvalidValue,
                $"The root '{root}' is not a folder",
                "Give `--root` the folder that holds slipway.yml or taskcluster/docker."));
    }

    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException problem)
        {
            throw new SlipwayException(
                new Diagnostic(
                    ConfigurationCodes.RootNotFound,
                    "The current folder does not exist any more",
                    "Go to a folder that exists, or name the tree with --root."),
                problem);
        }
    }
}
