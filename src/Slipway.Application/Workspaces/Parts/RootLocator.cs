using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Finds the root of the tree that a person works in.</summary>
public static class RootLocator
{
    /// <summary>
    /// The nearest folder upwards with <c>slipway.yml</c>, else with <c>taskcluster/docker</c> or
    /// <c>taskcluster/config.yml</c>, else the top of the git checkout.
    /// </summary>
    /// <param name="start">The folder to start from, usually the current one.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="SlipwayException">There is no such folder, or none of the three upwards of it.</exception>
    public static string Find(string start)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(start));
        if (!Directory.Exists(full))
        {
            throw NotFound($"The folder {Display.Text(full)} does not exist", "Start from a folder that exists.");
        }

        return Nearest(full, folder => File.Exists(Path.Combine(folder, ConfigReader.FileName)))
            ?? Nearest(full, HasTaskcluster)
            ?? Nearest(full, IsGitTop)
            ?? throw NotFound(
                $"Neither {Display.Text(full)} nor a folder above it has {ConfigReader.FileName}, "
                + "taskcluster/docker or .git",
                $"Go to the tree, name it with --root, or create {ConfigReader.FileName} at its top.");
    }

    private static bool HasTaskcluster(string folder) =>
        Directory.Exists(Path.Combine(folder, TaskgraphLayout.ImagesFolder.Value))
        || File.Exists(Path.Combine(folder, TaskgraphLayout.ConfigFile.Value));

    // In a linked worktree and in a submodule '.git' is a file (https://git-scm.com/docs/gitrepository-layout).
    private static bool IsGitTop(string folder)
    {
        string git = Path.Combine(folder, ".git");
        return Directory.Exists(git) || File.Exists(git);
    }

    private static string? Nearest(string start, Func<string, bool> isRoot)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (isRoot(folder))
            {
                return folder;
            }
        }

        return null;
    }

    private static SlipwayException NotFound(string message, string remedy) =>
        new(new Diagnostic(ConfigurationCodes.RootNotFound, message, remedy));
}
