using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>The tasks of an image's parents, in the different words in which its task names them.</summary>
internal sealed class ParentTasks
{
    // taskgraph's name of the dependency (taskgraph/transforms/docker_image.py).
    private const string OnlyParent = "parent";

    private readonly ImmutableArray<(string Key, ImageName Name, ImageTask Task)> _parents;
    private readonly ImageName? _main;

    public ParentTasks(ImageDefinition image, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        bool isOnly = image.Parents.Length == 1;
        _parents =
        [
            .. image.Parents.Select(edge => (
                isOnly ? OnlyParent : KeyOf(edge.Parent),
                edge.Parent,
                tasks[edge.Parent])),
        ];
        _main = isOnly
            ? image.Parents[0].Parent
            : image.Parents.Where(IsMain).Select(edge => (ImageName?)edge.Parent).FirstOrDefault();
    }

    /// <summary>
    /// The task of the image that <c>$DOCKER_IMAGE_PARENT</c> names, or of the only parent; null without.
    /// </summary>
    public TaskId? Main => _main is { } main ? _parents.First(parent => parent.Name == main).Task.Task : null;

    /// <summary>Those that the decision makes, by the name under which the task knows them.</summary>
    public ImmutableSortedDictionary<string, TaskId> New => _parents
        .Where(parent => parent.Task.IsNew)
        .ToImmutableSortedDictionary(parent => parent.Key, parent => parent.Task.Task, StringComparer.Ordinal);

    /// <summary>All of them, for <c>extra.chainOfTrust.inputs</c>; null for none.</summary>
    public JsonObject? ToInputs() => ToObject(_parents.Select(parent => (parent.Key, parent.Task.Task)));

    /// <summary>All of them by the image's name; null for none.</summary>
    public JsonObject? ToNames() => ToObject(_parents.Select(parent => (parent.Name.Value, parent.Task.Task)));

    private static bool IsMain(ImageEdge edge) =>
        edge.Uses.IsEmpty
        || edge.Uses.Any(use => use.Written.Contains(DockerfileSettings.ParentArgument, StringComparison.Ordinal));

    // These keys mean something else to those who read the inputs: the image that a task runs in.
    private static string KeyOf(ImageName parent) =>
        parent.Value is DecisionPlanner.ImageInput or OnlyParent ? $"{OnlyParent}-{parent}" : parent.Value;

    private static JsonObject? ToObject(IEnumerable<(string Key, TaskId Task)> tasks)
    {
        var result = new JsonObject();
        foreach (var (key, task) in tasks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            result[key] = task.Value;
        }

        return result.Count == 0 ? null : result;
    }
}
