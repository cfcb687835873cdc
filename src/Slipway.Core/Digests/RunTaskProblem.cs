using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>That nothing says where run-task files are, told once for all images that need them.</summary>
public static class RunTaskProblem
{
    private const int MostNames = 8;
    private const int MostPlaces = 3;

    /// <summary>The images that cannot be had without run-task files: those that name them, and what is built on
    /// them.</summary>
    /// <param name="parentsFirst">Where to look, parents before children.</param>
    private static HashSet<ImageName> Concerned(IEnumerable<ImageDefinition> parentsFirst)
    {
        var concerned = new HashSet<ImageName>();
        foreach (var image in parentsFirst)
        {
            if (Includes(image) is not null || image.Parents.Any(edge => concerned.Contains(edge.Parent)))
            {
                concerned.Add(image.Name);
            }
        }

        return concerned;
    }

    /// <summary>The problem of all the images that cannot be had.</summary>
    /// <param name="parentsFirst">Where to look, parents before children.</param>
    /// <param name="config">Says which release the tree uses, and what was seen.</param>
    /// <returns>Null when it is known where the files are, or nothing needs them.</returns>
    public static Diagnostic? Of(IReadOnlyCollection<ImageDefinition> parentsFirst, SlipwayConfig config)
    {
        if (config.RunTask is not null
            || parentsFirst.Select(Includes).OfType<IncludeDirective>().FirstOrDefault() is not { } first)
        {
            return null;
        }

        var names = Concerned(parentsFirst).Order().Select(name => name.Value).ToList();
        return new Diagnostic(
            IncludeCodes.RunTaskUnset,
            "'# %include-run-task' needs the folder of taskgraph's run-task files, which is not known"
            + $"{Seen(config)}: there is no digest of {NameList.Of(names, MostNames)}",
            Remedy(config),
            first.Location);
    }

    /// <summary>Whether an image itself names run-task files.</summary>
    public static bool Concerns(ImageDefinition image) => Includes(image) is not null;

    private static IncludeDirective? Includes(ImageDefinition image) =>
        image.Dockerfile.Includes.FirstOrDefault(include => include.IsRunTask);

    private static string Seen(SlipwayConfig config)
    {
        if (config.SeenRunTasks.IsEmpty)
        {
            return string.Empty;
        }

        string places = NameList.Of(
            [
                .. config.SeenRunTasks.Select(seen =>
                    $"{seen.Release?.ToString() ?? "an unknown release"} in {seen.Place}"),
            ],
            MostPlaces);
        return config.SeenRunTasks.IsEmpty ? string.Empty
            : config.TaskgraphRelease is { } wanted
                ? $" (the tree uses taskgraph {wanted}; found was {places})"
            : $" (nothing says which release of taskgraph the tree uses; found was {places})";
    }

    private static string Remedy(SlipwayConfig config) =>
        (config.TaskgraphRelease is { } release
            ? $"Install taskcluster-taskgraph=={release} into a virtual environment (.venv in the root, or the active "
                + "one), where it is found; or give"
            : "Give")
        + " the folder run-task of the Python package taskgraph, in the release that the tree uses, "
        + "with --run-task DIR or SLIPWAY_RUN_TASK; or have it in the tree and set run-task: in slipway.yml.";
}
