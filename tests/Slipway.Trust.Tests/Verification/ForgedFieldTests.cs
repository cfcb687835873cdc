using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Tests.Chains;

namespace Slipway.Trust.Tests.Verification;

/// <summary>
/// Every field of every document of the intact chain, changed by somebody who has the keys of all workers and signs it
/// anew: a field that may have any value is on a list that a person looked at.
/// </summary>
public sealed class ForgedFieldTests
{
    private const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    private const string Graph = "public/task-graph.json";
    private static readonly string[] Words = ["other", "removed", "null"];

    private static readonly ImmutableArray<string> Links =
    [
        Decision, "GbLcw37FQJStisZVydbs9A", "ZHHmWhJOQYG3w71wxvE3MA", "HAz8620TRyqM8D7V1yXEIw",
        "D4RrhTd-S1uCmLXimZvtXg",
    ];

    // Beginnings of places, ids as * and the four tasks that are planned as "task". What the decision plans is its own
    // affair, as the golden set has it: a definition that was changed together with its plan is bound by neither.
    private static readonly ImmutableArray<(string Path, string Why)> Reviewed =
    [
        ("task statement:environment/", "what a worker says of its machine; nobody else knows it"),
        ("decision statement:environment/", "what a worker says of its machine; nobody else knows it"),
        ("task statement:environment other", "more of the machine"),
        ("decision statement:environment other", "more of the machine"),
        ("task statement:artifacts/public/build/target.txt", "an artifact that the target does not take"),
        ("task status:runs/0/reasonResolved", "why a run was resolved"),
        ("decision status:runs/0/reasonResolved", "why a run was resolved"),
        ("task status:runs/0 other", "more of a run"),
        ("decision status:runs/0 other", "more of a run"),
        ("decision definition:dependencies", "empty values are dropped on both sides"),
        ("decision definition:projectId", "which is none where it is missing"),
        ("decision definition:taskQueueId", "which follows from provisioner and worker type where it is missing"),
        ("plan:*/attributes", "of the graph, for people and for taskgraph"),
        ("plan:*/dependencies", "labels of the graph"),
        ("plan:*/kind", "of the graph"),
        ("plan:*/label", "of the graph"),
        ("plan:*/optimization", "of the graph"),
        ("plan:*/soft_dependencies", "of the graph"),
        ("plan:* other", "more of an entry of the graph"),
        ("plan:*/task/created", "a key in which task and plan need not agree"),
        ("plan:*/task/deadline", "a key in which task and plan need not agree"),
        ("plan:*/task/dependencies", "a task may have fewer dependencies than its plan, and inputs are tied elsewhere"),
        ("plan:*/task/expires", "a key in which task and plan need not agree"),
        ("plan:*/task/priority", "a key in which task and plan need not agree"),
        ("plan:*/task/requires removed", "what the Queue adds"),
        ("plan:*/task/retries removed", "what the Queue adds"),
        ("plan:*/task/routes", "what the Queue adds where there are none, of a task that was just claimed"),
        ("plan:*/task/schedulerId", "a key in which task and plan need not agree"),
        ("plan:*/task/scopes removed", "what the Queue adds where there are none"),
        ("plan:*/task/payload/artifacts/", "when an artifact expires, relative to the task"),
        ("task definition:dependencies", "planned: when it may run"),
        ("task definition:deadline", "planned: until when it may run"),
        ("task definition:expires", "planned: until when it is kept"),
        ("task definition:extra other", "planned: more for others"),
        ("task definition:extra/parent removed", "the decision of the group then, which it is"),
        ("task definition:extra/imageMeta removed", "planned: what it says a second time may be missing"),
        ("task definition:extra/imageMeta null", "planned: what it says a second time may be missing"),
        ("task definition:extra/imageMeta other", "planned: more of it"),
        ("task definition:extra/imageMeta/", "planned: what it says a second time may be missing"),
        ("task definition:extra/chainOfTrust other", "planned: more for others"),
        ("task definition:metadata", "planned: for people; the source has to be of the repository"),
        ("task definition:payload other", "planned: more for the worker"),
        ("task definition:payload/artifacts", "planned: what is published"),
        ("task definition:payload/command", "planned: what is run"),
        ("task definition:payload/env other", "planned: more variables"),
        ("task definition:payload/env null", "planned: no variables"),
        ("task definition:payload/env/CONTEXT_TASK_ID", "planned: without a context; another one's is refused"),
        ("task definition:payload/env/GECKO_HEAD_REPOSITORY", "planned: the source names it too"),
        ("task definition:payload/env/GECKO_HEAD_REV", "planned: of which revision it builds is the decision's affair"),
        ("task definition:payload/env/HASH", "planned: held against the context where that was looked into"),
        ("task definition:payload/env/IMAGE_NAME", "planned: held against the tree where that is at hand"),
        ("task definition:payload/env/MOZ_SCM_LEVEL", "planned"),
        ("task definition:payload/env/PARENT_TASK_ID", "planned: without a parent"),
        ("task definition:payload/env/PROJECT", "planned"),
        ("task definition:payload/features", "planned: those with powers are refused"),
        ("task definition:payload/image other", "planned: more of it"),
        ("task definition:payload/maxRunTime", "planned"),
        ("task definition:priority", "planned"),
        ("task definition:projectId", "planned"),
        ("task definition:requires", "planned"),
        ("task definition:retries", "planned"),
        ("task definition:routes", "planned: held against the tree where that is at hand; no higher level"),
        ("task definition:schedulerId", "planned"),
        ("task definition:scopes", "planned: what the task may do; powers over the worker are asked by its payload"),
        ("task definition:tags", "planned: for people"),
        ("task definition:taskQueueId removed", "which follows from provisioner and worker type"),
    ];

    [Fact]
    public void Every_field_is_bound_or_reviewed()
    {
        int tried = 0;
        var free = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, fields) in Documents())
        {
            foreach (var (path, forge) in fields)
            {
                foreach (int kind in (int[])[0, 1, 2])
                {
                    var chain = GoldenChain.Intact();
                    tried++;
                    if (forge(chain, kind) && GoldenChain.Judge(chain).IsAccepted)
                    {
                        free.Add($"{name}:{path} {Words[kind]}");
                    }
                }
            }
        }

        Campaign.Report("trust: fields that are free", $"{free.Count} changes of {tried} accepted, all reviewed");
        string[] unknown = [.. free.Where(entry => !Reviewed.Any(known =>
            entry.StartsWith(known.Path, StringComparison.Ordinal)))];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown.Take(60)));
    }

    private static IEnumerable<(
        string Name, IEnumerable<(string Path, Func<JsonNode, int, bool> Forge)> Fields)> Documents()
    {
        var intact = GoldenChain.Intact();
        foreach (string task in Links)
        {
            var artifacts = intact["tasks"]![task]!["artifacts"]!;
            var statement = JsonNode.Parse((string)artifacts["public/chain-of-trust.json"]!["text"]!)!;
            string name = task == Decision ? "decision" : "task";
            yield return ($"{name} statement", PathsOf(statement).Select(path => (
                Text(path), (Func<JsonNode, int, bool>)((chain, kind) => Resigned(chain, task, path, kind)))));
            yield return ($"{name} definition", PathsOf(intact["tasks"]![task]!["definition"]!).Select(path => (
                Text(path), (Func<JsonNode, int, bool>)((chain, kind) => Redefined(chain, task, path, kind)))));
            yield return ($"{name} status", PathsOf(intact["tasks"]![task]!["status"]!).Select(path => (
                Text(path), (Func<JsonNode, int, bool>)((chain, kind) =>
                    Change(chain["tasks"]![task]!["status"]!, path, kind)))));
        }

        var graph = JsonNode.Parse((string)intact["tasks"]![Decision]!["artifacts"]![Graph]!["text"]!)!;
        yield return ("plan", PathsOf(graph).Select(path => (
            Text(path), (Func<JsonNode, int, bool>)((chain, kind) =>
            {
                bool isChanged = false;
                ChainForge.Replan(chain, plan => isChanged = Change(plan, path, kind));
                return isChanged;
            }))));
    }

    private static bool Resigned(JsonNode chain, string task, ImmutableArray<object> path, int kind)
    {
        bool isChanged = false;
        ChainForge.Resign(chain, task, statement => isChanged = Change(statement, path, kind));
        return isChanged;
    }

    private static bool Redefined(JsonNode chain, string task, ImmutableArray<object> path, int kind)
    {
        bool isChanged = false;
        ChainForge.Redefine(chain, task, definition => isChanged |= Change(definition, path, kind));
        return isChanged;
    }

    private static bool Change(JsonNode node, ImmutableArray<object> path, int kind)
    {
        foreach (object step in path[..^1])
        {
            if ((step is string name ? (node as JsonObject)?[name] : (node as JsonArray)?.ElementAtOrDefault((int)step))
                is not { } next)
            {
                return false;
            }

            node = next;
        }

        switch (node, path[^1])
        {
            case (JsonObject map, string last) when map.ContainsKey(last):
                if (kind == 1)
                {
                    return map.Remove(last);
                }

                map[last] = kind == 2 ? null : Other(map[last]);
                return true;
            case (JsonArray list, int at) when at < list.Count:
                if (kind == 1)
                {
                    list.RemoveAt(at);
                    return true;
                }

                list[at] = kind == 2 ? null : Other(list[at]);
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? Other(JsonNode? value) => value switch
    {
        JsonValue text when text.TryGetValue(out string? s) => s.Length == 0 ? "x" : $"{s[..^1]}~",
        JsonValue number when number.TryGetValue(out long n) => n + 1,
        JsonValue flag when flag.TryGetValue(out bool b) => !b,
        JsonObject map => new JsonObject([.. map.Select(member => KeyValuePair.Create(
            member.Key, member.Value?.DeepClone())), KeyValuePair.Create("more", (JsonNode?)"x")]),
        JsonArray list => new JsonArray([.. list.Select(item => item?.DeepClone()), "x"]),
        _ => "x",
    };

    private static IEnumerable<ImmutableArray<object>> PathsOf(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member =>
            PathsOf(member.Value).Select(path => path.Insert(0, member.Key)).Prepend([member.Key])),
        JsonArray list => list.SelectMany((item, at) =>
            PathsOf(item).Select(path => path.Insert(0, at)).Prepend([at])),
        _ => [],
    };

    private static string Text(ImmutableArray<object> path) => string.Join('/', path.Select(step =>
        step is string { Length: 22 } ? "*" : Convert.ToString(step, CultureInfo.InvariantCulture)));
}
