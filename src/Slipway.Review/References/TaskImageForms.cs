using System.Text.Json.Nodes;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>The ways in which a task definition names the image that the task runs in.</summary>
/// <remarks>
/// <c>task-image</c> and <c>indexed-image</c> are docker-worker's
/// (https://github.com/taskcluster/taskcluster/blob/v106.0.0/tools/d2g/schemas/docker-worker/v1/payload.yml);
/// <c>in-tree</c> and <c>indexed</c> are taskgraph's (<c>taskgraph/transforms/task.py</c>).
/// </remarks>
internal sealed class TaskImageForms(IImageTaskSource tasks, bool pinIndexed, DiagnosticBag problems)
{
    public const string Image = "image";
    public const string DockerImage = "docker-image";

    private const string InTree = "in-tree";
    private const string Indexed = "indexed";
    private const string Type = "type";
    private const string PathKey = "path";
    private const string TaskIdKey = "taskId";
    private const string NamespaceKey = "namespace";
    private const string TaskImage = "task-image";
    private const string IndexedImage = "indexed-image";

    private static readonly Dictionary<string, string[]> KeysOf = new(StringComparer.Ordinal)
    {
        [InTree] = [InTree],
        [Indexed] = [Indexed],
        [TaskImage] = [Type, PathKey, TaskIdKey],
        [IndexedImage] = [Type, PathKey, NamespaceKey],
    };

    /// <summary>Whether a mapping names an image in one of these forms.</summary>
    public static bool IsImage(YamlMap map) => FormOf(map) is not null;

    /// <returns>What it means, and what is written in its place if that is something else; null after a report, and for
    /// what is complete.</returns>
    public (ResolvedReference Reference, string? Replacement)? Resolve(YamlMap map)
    {
        string form = FormOf(map)!;
        foreach (var (key, _) in map.Entries.Where(entry => !KeysOf[form].Contains(entry.Key.Text)))
        {
            Refuse(
                $"An image of the form '{form}' has no key '{Display.Text(key.Text)}'",
                $"Leave it out; the keys are {string.Join(", ", KeysOf[form])}.",
                key.Location);
            return null;
        }

        return form switch
        {
            InTree => ResolveInTree(map),
            Indexed => ResolveIndexed(map, Indexed, isReplaced: true),
            TaskImage => ResolveTask(map),
            _ => ResolveIndexed(map, NamespaceKey, isReplaced: false),
        };
    }

    private static string? FormOf(YamlMap map) => (map.Find(InTree), map.Find(Indexed), map.Find(Type)) switch
    {
        (not null, _, _) => InTree,
        (_, not null, _) => Indexed,
        (_, _, YamlScalar { Text: TaskImage or IndexedImage } type) => type.Text,
        _ => null,
    };

    private (ResolvedReference, string?)? ResolveInTree(YamlMap map)
    {
        if (Text(map, InTree) is not { } name)
        {
            return null;
        }

        if (!tasks.TryFind(name.Text, name.Location, out var task, out var problem))
        {
            problems.Add(problem);
            return null;
        }

        return (ReferenceTo(name, task), Write(TaskImage, ArtifactName.Image.Value, TaskIdKey, task.Value));
    }

    private (ResolvedReference, string?)? ResolveIndexed(YamlMap map, string key, bool isReplaced)
    {
        if (Text(map, key) is not { } written)
        {
            return null;
        }

        if (!IndexNamespace.TryParse(written.Text, out var ns))
        {
            Refuse(
                $"'{Display.Text(written.Text)}' is not a namespace of the index",
                "Write parts of letters, digits and -_!~*'()% with dots between, at most 255 characters.",
                written.Location);
            return null;
        }

        if (!tasks.TryFind(ns, written.Location, out var task, out var problem))
        {
            problems.Add(problem);
            return null;
        }

        string path = map.Find(PathKey) is YamlScalar { IsNull: false } given ? given.Text : ArtifactName.Image.Value;
        string? replacement = pinIndexed
            ? Write(TaskImage, path, TaskIdKey, task.Value)
            : isReplaced || map.Find(PathKey) is null ? Write(IndexedImage, path, NamespaceKey, ns.Value) : null;
        return (ReferenceTo(written, task), replacement);
    }

    private (ResolvedReference, string?)? ResolveTask(YamlMap map)
    {
        if (Text(map, TaskIdKey) is not { } written)
        {
            return null;
        }

        if (!TaskId.TryParse(written.Text, out var task))
        {
            Refuse(
                $"'{Display.Text(written.Text)}' is not the id of a task",
                "Write 22 characters, or {{#task_id_for_image}}NAME{{/task_id_for_image}}.",
                written.Location);
            return null;
        }

        return map.Find(PathKey) is null
            ? (ReferenceTo(written, task), Write(TaskImage, ArtifactName.Image.Value, TaskIdKey, task.Value))
            : null;
    }

    private YamlScalar? Text(YamlMap map, string key)
    {
        if (map.Find(key) is YamlScalar { IsNull: false } text)
        {
            return text;
        }

        var other = map.Find(key);
        Refuse(
            other is null
                ? $"An image of the form '{FormOf(map)}' has no '{key}'"
                : $"'{key}' of an image is {other.Description}",
            key == InTree ? "Write the name of an image of the tree." : $"Write a single value for '{key}'.",
            (other ?? map).Location);
        return null;
    }

    private static ResolvedReference ReferenceTo(YamlScalar written, TaskId task) =>
        new(written.Location, written.Text, task.Value) { IsTask = true };

    private static string Write(string type, string path, string key, string value) =>
        $"{{\"{Type}\": \"{type}\", \"{PathKey}\": {Quote(path)}, \"{key}\": {Quote(value)}}}";

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    private void Refuse(string message, string remedy, SourceLocation location) =>
        problems.Add(new Diagnostic(TaskCodes.ImageUseInvalid, message, remedy, location));
}
