using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.8: a task is what its decision or action planned.</summary>
internal static class GraphRules
{
    private const string RelativeTime = "relative-datestamp";

    /// <summary>Keys of a definition that the plan need not agree with.</summary>
    public static readonly ImmutableHashSet<string> Exempt =
    [
        "created", "deadline", "dependencies", "expires", "projectId", "schedulerId", "taskQueueId", "priority",
    ];

    public static void Check(ChainVerification chain, ChainLink link)
    {
        if (Planned(chain, link) is not { } planned)
        {
            return;
        }

        var dependencies = Dependencies(link.Task).Where(id => id != link.GroupId);
        var allowed = Dependencies(planned).ToHashSet(StringComparer.Ordinal);
        if (dependencies.FirstOrDefault(id => !allowed.Contains(id)) is { } more)
        {
            throw new RuleBrokenException($"it depends on {more}, and its plan does not");
        }

        foreach (var (key, value) in planned.Where(member => !Exempt.Contains(member.Key)))
        {
            if (!link.Task.TryGetPropertyValue(key, out var actual))
            {
                throw new RuleBrokenException($"its plan says {key}, and the task does not");
            }

            if (JsonEquality.Difference(value, actual) is { } place)
            {
                throw new RuleBrokenException(
                    $"{key}{(place is "" or ['[', ..] ? place : $".{place}")} is not what its plan says");
            }
        }

        link.Held("4.8", $"is what {chain.Find(link.Planner)!.Words} planned");
    }

    private static IEnumerable<string> Dependencies(JsonObject task) =>
        task.At("dependencies") is JsonArray list && list.All(id => id.Text() is not null)
            ? list.Texts()
            : throw new RuleBrokenException("the task or its plan has no list 'dependencies'");

    /// <summary>The plan of a link; null for one that plans itself, or whose parent plans nothing.</summary>
    public static JsonObject? Planned(ChainVerification chain, ChainLink link)
    {
        if (link.IsPlanner || chain.Find(link.Planner) is not { IsPlanner: true } planner || planner == link)
        {
            return null;
        }

        var graph = chain.ReadJson(planner, ArtifactRules.Graph);
        if (graph.Failure is { } failure)
        {
            throw new RuleBrokenException($"{ArtifactRules.Graph} of {planner.Words} is no JSON: {failure}");
        }

        var planned = graph.Value.At(link.TaskId, "task") as JsonObject
            ?? throw new RuleBrokenException($"it is not in {ArtifactRules.Graph} of {planner.Words}");
        return (JsonObject)Absolute(planned, link.Task.TextAt("created"))!;
    }

    // A copy in which times that count from the task's creation are written out.
    private static JsonNode? Absolute(JsonNode? node, string? created) => node switch
    {
        JsonObject map when map.TextAt(RelativeTime) is { } time => JsonValue.Create(
            TaskTime.After(created, time) ?? throw new RuleBrokenException($"'{time}' after '{created}' is no time")),
        JsonObject map => new JsonObject(map.Select(member => new KeyValuePair<string, JsonNode?>(
            member.Key, Absolute(member.Value, created)))),
        JsonArray list => new JsonArray([.. list.Select(item => Absolute(item, created))]),
        _ => node?.DeepClone(),
    };
}
