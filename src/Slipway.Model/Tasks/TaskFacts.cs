using System.Text.Json.Nodes;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;

namespace Slipway.Model.Tasks;

/// <summary>What the definition of a task tells about the build that it was.</summary>
public static class TaskFacts
{
    /// <remarks>
    /// The time is that of its creation, which is hours before its end at most; all is in one answer.
    /// </remarks>
    /// <param name="definition">The definition of the task; null when it is not known.</param>
    public static BuildFacts Of(JsonObject? definition)
    {
        if (definition is null)
        {
            return BuildFacts.None;
        }

        var made = TaskImage.Of(definition);
        return new BuildFacts(
            Moment(definition["created"]),
            made.RouteLevel is { } level ? IndexScope.Of(level) : null,
            made.Digest);
    }

    /// <summary>When a task is gone; null when its definition does not say it.</summary>
    public static DateTimeOffset? ExpiryOf(JsonObject definition) => Moment(definition["expires"]);

    /// <summary>
    /// When an artifact that a definition promises is gone; null when the definition does not promise it.
    /// </summary>
    /// <remarks>
    /// The payloads of docker-worker have their artifacts by name, those of generic-worker in a list; an artifact that
    /// says nothing of when it expires does so with its task.
    /// </remarks>
    public static DateTimeOffset? ExpiryOf(JsonObject definition, ArtifactName artifact)
    {
        var promised = (definition["payload"] as JsonObject)?["artifacts"] switch
        {
            JsonObject named => named[artifact.Value] as JsonObject,
            JsonArray list => list.OfType<JsonObject>().FirstOrDefault(one => NameOf(one) == artifact.Value),
            _ => null,
        };
        if (promised is null)
        {
            return null;
        }

        var task = ExpiryOf(definition);
        return Moment(promised["expires"]) is { } own && (task is null || own < task) ? own : task;
    }

    private static string? NameOf(JsonObject artifact) =>
        (artifact["name"] ?? artifact["path"]) is JsonValue value && value.TryGetValue(out string? name) ? name : null;

    private static DateTimeOffset? Moment(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out DateTimeOffset moment) ? moment : null;
}
