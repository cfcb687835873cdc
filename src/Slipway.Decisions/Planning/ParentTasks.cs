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
                isOnly ? OnlyParent : edge.Parent.Value,
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

    /// <summary>For <c>extra.chainOfTrust.inputs</c>; null for none.</summary>
    /// <remarks>
    /// Verifiers read the key of an input as the type of its task, and refuse what is no type: <c>parent</c> would be a
    /// decision, and the name of an image nothing. So only <see cref="Main"/> is named there, and all others stand in
    /// the environment, which is signed and planned like the rest of the task.
    /// </remarks>
    public JsonObject? ToInputs() => Main is { } main
        ? new JsonObject { [DecisionPlanner.ImageInput] = main.Value }
        : null;

    /// <summary>All of them by the image's name; null for none.</summary>
    public JsonObject? ToNames() => ToObject(_parents.Select(parent => (parent.Name.Value, parent.Task.Task)));

    private static bool IsMain(ImageEdge edge) =>
        edge.Uses.IsEmpty
        || edge.Uses.Any(use => use.Written.Contains(DockerfileSettings.ParentArgument, StringComparison.Ordinal));

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
