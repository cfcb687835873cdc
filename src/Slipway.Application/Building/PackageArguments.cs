using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>The build arguments of an image, those among them that say where it gets packages.</summary>
/// <remarks>As gecko's image tasks have them: the ids of the tasks that built the packages.</remarks>
internal static class PackageArguments
{
    private const string RootUrl = "TASKCLUSTER_ROOT_URL";

    /// <exception cref="SlipwayException">No task has built a package.</exception>
    public static ImmutableSortedDictionary<string, string> Of(ImageDefinition image, PlanRun run)
    {
        var packages = image.Extensions.Get<GeckoImageSettings>().Packages;
        if (packages.IsEmpty)
        {
            return image.Args;
        }

        var builds = run.Plan.Images.Where(planned => planned.IsPackage)
            .ToDictionary(planned => planned.Name, planned => planned.Found?.Entry.Build);
        string ids = string.Join(' ', packages.Select(name =>
            builds.GetValueOrDefault(name) is { } build && TaskId.Of(build) is { } task
                ? task.Value
                : throw new SlipwayException(OnlyTasksBuild(name))));
        var args = image.Args.SetItem(GeckoImageSettings.PackagesArgument, ids);
        return run.Options.TaskclusterRootUrl is { } url && !args.ContainsKey(RootUrl)
            ? args.Add(RootUrl, url)
            : args;
    }

    public static Diagnostic OnlyTasksBuild(ImageName package) => new(
        BuildCodes.PackageNotBuilt,
        $"{package} is not in the index, and only a task of Taskcluster builds packages",
        "Look where tasks are indexed with `--backend taskcluster`; `slipway decision` makes the task that builds it.");
}
