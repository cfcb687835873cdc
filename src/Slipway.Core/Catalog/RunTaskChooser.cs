using Slipway.Core.Configuration;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;

namespace Slipway.Core.Catalog;

/// <summary>Finds the run-task files that a tree uses, where nothing in it says where they are.</summary>
internal static class RunTaskChooser
{
    /// <returns>The configuration with the folder, or with the folders that were seen and are not taken.</returns>
    public static SlipwayConfig Choose(ISourceTree tree, SlipwayConfig config)
    {
        if (config.RunTask is not null)
        {
            return config;
        }

        if (tree is MountedTree { Release: null } given)
        {
            return config with { RunTask = given.Place };
        }

        // What cannot be read of a copy that nobody named is no fault of the tree.
        var files = new TreeFiles(MountedTree.OwnOf(tree), new DiagnosticBag());
        if (files.IsFolder(SlipwayConfig.DefaultRunTask))
        {
            return config with { RunTask = SlipwayConfig.DefaultRunTask };
        }

        var seen = new List<SeenRunTask>();
        foreach (var copy in config.Dialect.RunTaskCopies(files))
        {
            if (RunTaskCopy.Fits(copy.Release, config.TaskgraphRelease))
            {
                return config with { RunTask = copy.Folder };
            }

            seen.Add(new SeenRunTask(copy.Folder.Value, copy.Release));
        }

        if (tree is MountedTree { Release: { } release } found)
        {
            if (RunTaskCopy.Fits(release, config.TaskgraphRelease))
            {
                return config with { RunTask = found.Place };
            }

            seen.Add(new SeenRunTask(found.Origin, release));
        }

        return config with { SeenRunTasks = [.. seen] };
    }
}
