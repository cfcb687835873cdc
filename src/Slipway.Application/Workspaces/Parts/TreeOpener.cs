using Slipway.Application.Requests;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Includes;
using Slipway.Dialects;
using Slipway.Files.Paths;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Tree;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Finds, opens and reads the source tree of a workspace.</summary>
/// <param name="settings">Say which tree, and where run-task files are.</param>
/// <param name="checkout">What is known of the checkout.</param>
/// <param name="only">What a person typed for the images that are asked about; null for all.</param>
internal sealed class TreeOpener(
    WorkspaceSettings settings, CheckoutFacts checkout, IReadOnlyCollection<string>? only)
{
    private const string RunTaskVariable = "SLIPWAY_RUN_TASK";

    /// <exception cref="SlipwayException">There is no such folder, or no tree around the current one.</exception>
    public OpenedTree Open()
    {
        string folder = FolderOf(settings.Root);
        if ((settings.RunTask ?? Environment.GetEnvironmentVariable(RunTaskVariable)) is { Length: > 0 } given)
        {
            return Read(LocalSourceTree.WithFolder(folder, RunTaskFolder(given)));
        }

        var opened = Read(new LocalSourceTree(folder));
        return RunTaskProblem.Of(opened.Reading.Catalog.ParentsFirst, opened.Reading.Catalog.Config) is null
            ? opened
            : WithRunTask(opened, folder);
    }

    /// <summary>
    /// The tree with the run-task files of the release that it uses, if they are installed on this machine.
    /// </summary>
    private OpenedTree WithRunTask(OpenedTree opened, string folder)
    {
        var config = opened.Reading.Catalog.Config;
        SeenRunTask[] installed =
        [
            .. RunTaskLocator.Find(new PythonPlaces(Environment.GetEnvironmentVariable), opened.Files.RootPath),
        ];
        if (Array.Find(installed, seen => RunTaskCopy.Fits(seen.Release, config.TaskgraphRelease)) is { } found)
        {
            return Read(LocalSourceTree.WithFolder(folder, found.Place, found.Release));
        }

        var seen = config with { SeenRunTasks = [.. config.SeenRunTasks, .. installed] };
        return opened with
        {
            Reading = opened.Reading with { Catalog = opened.Reading.Catalog.With(seen) },
        };
    }

    private OpenedTree Read(ISourceTree files) => new(files, CatalogReader.Read(
        files,
        KnownDialects.All,
        KnownDialects.All.Find(settings.Scheme),
        checkout,
        only is null ? null : new AskedImages(only, typed => OpenTree.LocateBelow(files.RootPath, typed))));

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

    /// <summary>The current folder as the shell calls it, with the links by which it was entered.</summary>
    public static string Standing()
    {
        string current = CurrentFolder();
        return Environment.GetEnvironmentVariable("PWD") is ['/', ..] called && Directory.Exists(called)
                && RealPath.Of(called) == current
            ? called
            : current;
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

/// <summary>The files of a tree, and what they say.</summary>
/// <param name="Files">The tree.</param>
/// <param name="Reading">Its images, with whatever is wrong with them.</param>
internal sealed record OpenedTree(ISourceTree Files, CatalogResult Reading);
