using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>The tasks that taskgraph makes of images.</summary>
/// <remarks>
/// <c>taskgraph/transforms/docker_image.py</c> and <c>task.py</c> of https://github.com/taskcluster/taskgraph.
/// </remarks>
internal sealed class TaskgraphImageTasks : ImageTaskRules
{
    public static readonly TaskgraphImageTasks Instance = new();

    private TaskgraphImageTasks()
    {
    }

    // taskgraph names here the tasks of packages, which only its transforms know.
    public override ImmutableSortedDictionary<string, string> Arguments { get; } =
        ImmutableSortedDictionary<string, string>.Empty.Add(GeckoImageSettings.PackagesArgument, string.Empty);

    // What every task of docker-worker and generic-worker has.
    public override ImmutableSortedDictionary<string, string> Variables { get; } =
        ImmutableSortedDictionary<string, string>.Empty.Add("MOZ_AUTOMATION", "1").Add("SCCACHE_DISABLE", "1");

    // With another rank than taskgraph's, one of the two would never take its place in the index from the other.
    public override bool RanksByTier => true;

    public override bool HasChecks => true;

    public override bool LinksTreeherder => true;

    public override bool HasExitStatus => true;

    public override string Description(string images) => $"Build the docker image {images} for use by dependent tasks";

    // The kind's folder, for whoever looks for what made the task; a folder that no kind lists is its own source.
    public override RelativePath Source(ImageDefinition image) =>
        RelativePath.TryParse(image.Location.File, out var file)
        && TaskgraphLayout.KindFolders.Any(folder => file.Value.IsIn(folder))
            ? file.Value.Parent
            : image.Folder;

    public override string Output(SlipwayConfig config) =>
        config.TaskgraphRelease is { } release ? TaskgraphRelease.Of(release).Output : base.Output(config);
}
