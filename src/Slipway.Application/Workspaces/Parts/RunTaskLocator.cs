using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tree;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Finds taskgraph's run-task files where its Python package is installed.</summary>
internal static class RunTaskLocator
{
    private const string Program = "taskgraph";

    /// <param name="places">Where packages are.</param>
    /// <param name="root">The root of the tree.</param>
    /// <returns>The folders with their releases, the ones nearest to the tree first.</returns>
    public static IEnumerable<SeenRunTask> Find(PythonPlaces places, string root)
    {
        foreach (string folder in places.Find(root, Program))
        {
            if (In(folder) is { } copy)
            {
                yield return new SeenRunTask(Path.Join(folder, copy.Folder.Value), copy.Release);
            }
        }
    }

    // What cannot be read there is no fault of the tree: the next place may have it.
    private static RunTaskCopy? In(string folder)
    {
        try
        {
            return TaskgraphPackage.In(
                new TreeFiles(new LocalSourceTree(folder), new DiagnosticBag()), RelativePath.Root);
        }
        catch (SlipwayException)
        {
            return null;
        }
    }
}
