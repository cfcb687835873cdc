using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>Where the files of a tree with gecko's transforms are, and what its tasks are called.</summary>
internal static class GeckoLayout
{
    public const string ImagesKind = "docker-image";
    public const string PackagesKind = "packages";

    /// <summary>The transforms themselves, as Python.</summary>
    public static readonly RelativePath Module = RelativePath.Parse("taskcluster/gecko_taskgraph");

    /// <summary>The taskgraph that the tree carries with it.</summary>
    public static readonly RelativePath RunTask =
        RelativePath.Parse("third_party/python/taskcluster_taskgraph/taskgraph/run-task");

    /// <summary>The label of a package's task, which is its name among the images.</summary>
    public static bool TryLabel(string package, out ImageName label) =>
        ImageName.TryParse(PackageSource.LabelPrefix + package, out label);

    /// <summary>What a package is called in its kind.</summary>
    public static string NameOf(ImageName label) => label.Value[PackageSource.LabelPrefix.Length..];

    /// <summary>The file of <c>tasks-from</c> that a task stands in; null for <c>kind.yml</c>.</summary>
    public static string? TaskFrom(KindTask task)
    {
        string file = task.Name.Location.File;
        string name = file[(file.LastIndexOf('/') + 1)..];
        return name == TaskgraphLayout.KindName ? null : name;
    }
}
