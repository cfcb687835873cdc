using System.Collections.Frozen;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Names the parts of a kind that only Python can carry out.</summary>
internal sealed class KindTransforms(DiagnosticBag problems)
{
    private const string DefaultName = ":transforms";
    private const string CachedTasks = "taskgraph.transforms.cached_tasks";

    /// <summary>What Slipway does itself, and what only changes how a task is shown or when it runs.</summary>
    private static readonly FrozenSet<string> Known = new[]
    {
        "taskgraph.transforms.docker_image",
        CachedTasks,
        "taskgraph.transforms.task",
        "taskgraph.transforms.code_review",
        "taskgraph.transforms.notify",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KnownLoaders = new[]
    {
        "taskgraph.loader.transform:loader",
        "taskgraph.loader.default:loader",
    }.ToFrozenSet(StringComparer.Ordinal);

    public void Check(YamlMap kind)
    {
        if (TaskgraphValues.Find(kind, "loader") is YamlScalar loader && !KnownLoaders.Contains(loader.Text))
        {
            Warn(
                TaskgraphCodes.LoaderUnknown,
                $"The loader {loader.Description} makes the tasks of the images, and only taskgraph can run it",
                "Compare 'slipway list' with taskgraph's tasks; list what is missing below 'images:' of a slipway.yml "
                + "with 'scheme: taskgraph'.",
                loader);
        }

        if (TaskgraphValues.Find(kind, "transforms") is not YamlList { Items: var transforms })
        {
            return;
        }

        bool hasDigest = false;
        foreach (var transform in transforms.OfType<YamlScalar>())
        {
            string name = transform.Text.EndsWith(DefaultName, StringComparison.Ordinal)
                ? transform.Text[..^DefaultName.Length]
                : transform.Text;
            hasDigest |= name == CachedTasks;
            if (!Known.Contains(name))
            {
                Report(transform, hasDigest);
            }
        }
    }

    private void Report(YamlScalar transform, bool hasDigest)
    {
        if (hasDigest)
        {
            Warn(
                TaskgraphCodes.TransformUnknown,
                $"The transform {transform.Description} may change the tasks of the images and where they are indexed, "
                + "and only taskgraph can run it",
                "Digests are not concerned, because it runs behind cached_tasks. "
                + "Slipway makes tasks and looks them up without it.",
                transform);
        }
        else
        {
            Warn(
                TaskgraphCodes.TransformUnknown,
                $"The transform {transform.Description} may change the images and their digests, "
                + "and only taskgraph can run it",
                "Compare 'slipway hash' with the digests that taskgraph gives; say what it changes below 'images:' of "
                + "a slipway.yml with 'scheme: taskgraph'.",
                transform);
        }
    }

    private void Warn(DiagnosticCode code, string message, string remedy, YamlScalar place) =>
        problems.Add(new Diagnostic(code, message, remedy, place.Location, Severity.Warning));
}
