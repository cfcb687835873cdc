using Slipway.Application.Requests;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Tree;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Finds and opens the source tree of a workspace.</summary>
internal static class TreeOpener
{
    private const string RunTaskVariable = "SLIPWAY_RUN_TASK";

    /// <param name="root">What <c>--root</c> says; null to look from the current folder upwards.</param>
    /// <param name="runTask">What <c>--run-task</c> says; null for what the environment does.</param>
    /// <exception cref="SlipwayException">There is no such folder, or no tree around the current one.</exception>
    public static ISourceTree Open(string? root, string? runTask)
    {
        string folder = FolderOf(root);
        return (runTask ?? Environment.GetEnvironmentVariable(RunTaskVariable)) is { Length: > 0 } mounted
            ? LocalSourceTree.WithFolder(folder, SlipwayConfig.DefaultRunTask, RunTaskFolder(mounted))
            : new LocalSourceTree(folder);
    }

    private static string RunTaskFolder(string given) =>
        File.Exists(Path.Join(given, "run-task"))
            ? Path.GetFullPath(given)
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"There is no run-task in '{Display.Text(given)}'",
                "Give `--run-task`, or SLIPWAY_RUN_TASK, the folder run-task of the Python package taskgraph."));

    private static string FolderOf(string? root)
    {
        if (root is null)
        {
            return RootLocator.Find(CurrentFolder());
        }

        return Directory.Exists(root)
            ? Path.GetFullPath(root)
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
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
