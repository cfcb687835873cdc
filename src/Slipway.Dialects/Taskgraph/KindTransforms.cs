using System.Collections.Frozen;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Names the parts of a kind that only Python can carry out.</summary>
internal static class KindTransforms
{
    private const string DefaultName = ":transforms";
    private const string CachedTasks = "taskgraph.transforms.cached_tasks";

    /// <summary>What Slipway does itself, and what only changes how a task is shown or when it runs.</summary>
    /// <remarks>
    /// The last three change only tasks with a key of theirs, which is one that Slipway does not know
    /// (https://github.com/taskcluster/taskgraph/tree/main/src/taskgraph/transforms).
    /// </remarks>
    private static readonly FrozenSet<string> Known = new[]
    {
        "taskgraph.transforms.docker_image",
        CachedTasks,
        "taskgraph.transforms.task",
        "taskgraph.transforms.code_review",
        "taskgraph.transforms.notify",
        "taskgraph.transforms.chunking",
        "taskgraph.transforms.matrix",
        "taskgraph.transforms.task_context",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KnownLoaders = new[]
    {
        "taskgraph.loader.transform:loader",
        "taskgraph.loader.default:loader",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a transform is called, without the name that taskgraph takes when none is given.</summary>
    public static string NameOf(string written) =>
        written.EndsWith(DefaultName, StringComparison.Ordinal) ? written[..^DefaultName.Length] : written;

    /// <summary>The parts that may change images, digests or tasks.</summary>
    public static IEnumerable<DigestDoubt> DoubtsOf(YamlMap kind) => DoubtsOf(kind, Known, CachedTasks, "taskgraph");

    /// <summary>The parts that may change what a kind makes, of a tree whose transforms are others.</summary>
    /// <param name="known">The transforms that are carried out, or change nothing.</param>
    /// <param name="cachedTasks">The one that makes digests.</param>
    /// <param name="scheme">What <c>slipway.yml</c> calls it.</param>
    public static IEnumerable<DigestDoubt> DoubtsOf(
        YamlMap kind, FrozenSet<string> known, string cachedTasks, string scheme)
    {
        if (TaskgraphValues.Find(kind, "loader") is YamlScalar loader && !KnownLoaders.Contains(loader.Text))
        {
            yield return new DigestDoubt(
                TaskgraphCodes.LoaderUnknown,
                NameOf(loader.Text),
                $"the loader {loader.Description} makes the tasks of the images, and only taskgraph can run it",
                "If it makes no other images than those that the kind lists, name it in 'harmless-loaders' below "
                + $"'taskgraph:' of a slipway.yml with 'scheme: {scheme}'; list what is missing below 'images:' there.",
                loader.Location);
        }

        if (TaskgraphValues.Find(kind, "transforms") is not { } node)
        {
            yield break;
        }

        if (node is not YamlList { Items: var transforms } || !transforms.All(item => item is YamlScalar))
        {
            yield return new DigestDoubt(
                TaskgraphCodes.TransformUnknown,
                string.Empty,
                "'transforms' is no list of names, so nobody knows what makes them",
                "Write a list of transforms, such as [taskgraph.transforms.docker_image], as taskgraph wants it.",
                node.Location);
            yield break;
        }

        bool hasDigest = false;
        foreach (var transform in transforms.Cast<YamlScalar>())
        {
            string name = NameOf(transform.Text);
            hasDigest |= name == cachedTasks;
            if (!known.Contains(name))
            {
                yield return DoubtOf(transform, name, hasDigest, scheme);
            }
        }
    }

    private static DigestDoubt DoubtOf(YamlScalar transform, string name, bool hasDigest, string scheme) => hasDigest
        ? new DigestDoubt(
            TaskgraphCodes.TransformUnknown,
            name,
            $"The transform {transform.Description} may change the tasks of the images and where they are indexed, "
            + "and only taskgraph can run it",
            "Digests are not concerned, because it runs behind cached_tasks. Slipway makes tasks and looks them up "
            + "without it; if that is right, name it in 'harmless-transforms' below 'taskgraph:' of a slipway.yml "
            + $"with 'scheme: {scheme}'.",
            transform.Location)
        {
            LeavesOut = false,
        }
        : new DigestDoubt(
            TaskgraphCodes.TransformUnknown,
            name,
            $"the transform {transform.Description} may change the images and their digests, and only taskgraph can "
            + "run it",
            $"Say in a slipway.yml with 'scheme: {scheme}' what it does: name it in 'harmless-transforms' below "
            + "'taskgraph:' if it changes no digest; set 'image-builder' and 'digest-lines' of the images that it "
            + "changes below 'images:'.",
            transform.Location);
}
