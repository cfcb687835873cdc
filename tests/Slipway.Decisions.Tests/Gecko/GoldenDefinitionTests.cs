using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Tests.Gecko;

namespace Slipway.Decisions.Tests.Gecko;

/// <summary>The definitions of tasks that gecko's own transforms gave.</summary>
public sealed class GoldenDefinitionTests
{
    public static TheoryData<string> Variants => [.. GeckoGolden.Variants];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_task_is_gecko_s(string variant)
    {
        var plan = GeckoDecision.Of(variant);
        var tasks = plan.Tasks.ToDictionary(task => task.Label);
        var graph = TaskGraphJson.TaskGraph(plan);

        foreach (var (label, wanted) in GeckoGolden.Images(variant).Select(i => ($"docker-image-{i.Name}", i.Value))
            .Concat(GeckoGolden.Packages(variant).Select(p => ($"packages-{p.Name}", p.Value))))
        {
            var task = tasks[label];
            var node = graph[task.Id.Value]!;
            var payload = task.Definition["payload"]!;
            var extra = task.Definition["extra"]!;
            Dictionary<string, string> ids = wanted.GetProperty("dependencies").EnumerateObject().ToDictionary(
                edge => edge.Name, edge => tasks[edge.Value.GetString()!].Id.Value);
            ids["decision"] = GeckoDecision.Group.Value;
            ids["self"] = task.Id.Value;
            void Same(string name, JsonNode? found) => Assert.Equal(
                $"{label} {name} {GeckoGolden.Sorted(Resolved(wanted.GetProperty(name), ids))}",
                $"{label} {name} {GeckoGolden.Sorted(found)}");

            Same("routes", task.Definition["routes"]);
            Same("priority", task.Definition["priority"]);
            Same("scopes", task.Definition["scopes"]);
            Same("tags", task.Definition["tags"]);
            Same("expires", task.Definition["expires"]);
            Same("deadline", task.Definition["deadline"]);
            Same("description", task.Definition["metadata"]!["description"]);
            Same("source", task.Definition["metadata"]!["source"]);
            Same("worker", $"{task.Definition["provisionerId"]}/{task.Definition["workerType"]}");
            Same("image", payload["image"]);
            Same("env", payload["env"]);
            Same("max_run_time", payload["maxRunTime"]);
            Same("on_exit_status", payload["onExitStatus"]);
            Same("features", payload["features"]);
            Same("artifacts", payload["artifacts"]);
            Same("treeherder", extra["treeherder"]);
            Same("rank", extra["index"]!["rank"]);
            Same("chain_of_trust_inputs", extra["chainOfTrust"]?["inputs"]);
            Same("eager_indexes", node["attributes"]!["eager_indexes"]);
            Same("run_on_repo_type", node["attributes"]!["run_on_repo_type"]);
            Assert.Equal(ids.Where(pair => pair.Key is not ("decision" or "self")).OrderBy(pair => pair.Key),
                node["dependencies"]!.AsObject()
                    .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.ToString()))
                    .OrderBy(pair => pair.Key));
            if (wanted.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.Array)
            {
                Same("command", payload["command"]);
            }
            else
            {
                Assert.Null(payload["command"]);
            }

            if (wanted.GetProperty("digest").ValueKind == JsonValueKind.String)
            {
                Same("index_search", node["optimization"]!["index-search"]);
                Assert.Equal(
                    wanted.GetProperty("digest").GetString(),
                    node["attributes"]!["cached_task"]!["digest"]!.ToString());
            }
        }
    }

    /// <summary>A recorded value with ids of tasks and moments put in.</summary>
    private static JsonNode? Resolved(JsonElement value, Dictionary<string, string> ids)
    {
        var node = JsonNode.Parse(value.GetRawText());
        return Resolve(node);

        JsonNode? Resolve(JsonNode? part)
        {
            switch (part)
            {
                case JsonObject { Count: 1 } map when map["task-reference"] is { } text:
                    return ids.Aggregate(
                        text.ToString(),
                        (reference, id) => reference.Replace($"<{id.Key}>", id.Value, StringComparison.Ordinal));
                case JsonObject map:
                    return new JsonObject(
                        map.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value))));
                case JsonArray list:
                    return new JsonArray([.. list.Select(Resolve)]);
                case JsonValue text when text.TryGetValue(out string? words)
                    && TaskDuration.TryParse(words, out var duration):
                    return (GeckoDecision.Now + duration).ToString(
                        "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
                default:
                    return part?.DeepClone();
            }
        }
    }
}
