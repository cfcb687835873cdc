using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.9: a decision or action follows from the template at its revision, and from the push.</summary>
internal sealed class DecisionRules(ChainVerification chain)
{
    private const string NullText = "null";
    /// <summary>The group in which an action creates tasks.</summary>
    public const string GroupVariable = "ACTION_TASK_GROUP_ID";

    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _rebuilt = new(StringComparer.Ordinal);

    public void Check(ChainLink link)
    {
        if (!link.IsPlanner)
        {
            return;
        }

        var candidates = Rebuild(link);
        var actual = Comparable(link.Task, dropsNullText: true);
        string place = string.Empty;
        foreach (var candidate in candidates)
        {
            if (JsonEquality.Difference(Comparable(candidate, dropsNullText: true), actual) is not { } difference)
            {
                link.Held("4.9", $"follows from {TemplateSource.Address(chain, Decision(chain, link))}");
                return;
            }

            place = difference;
        }

        throw new RuleBrokenException(candidates.Count == 0
            ? "the template at its revision makes no task"
            : $"its definition is not what the template at its revision makes: {place} differs");
    }

    /// <summary>Rule 7.17.</summary>
    public void CheckNullText(ChainLink link)
    {
        if (link.IsPlanner && !Rebuild(link).Any(candidate => JsonEquality.Same(
            Comparable(candidate, dropsNullText: false), Comparable(link.Task, dropsNullText: false))))
        {
            throw new RuleBrokenException("it has a member with the text null that its template does not make");
        }
    }

    /// <summary>The decision of the group of a decision or action.</summary>
    public static ChainLink Decision(ChainVerification chain, ChainLink link) =>
        chain.Everything.FirstOrDefault(other => other.TaskId == link.GroupId)
        ?? throw new RuleBrokenException($"the decision {link.GroupId} of its group is not on the chain");

    private IReadOnlyList<JsonObject> Rebuild(ChainLink link)
    {
        if (_rebuilt.TryGetValue(link.TaskId, out var known))
        {
            return known;
        }

        string tasksFor = link.Task.TextAt("extra", "tasks_for")
            ?? throw new RuleBrokenException("extra.tasks_for is missing");
        if (!chain.Policy.TasksFor.Contains(tasksFor))
        {
            throw new RuleBrokenException($"extra.tasks_for is {tasksFor}, which the policy does not list");
        }

        var decision = Decision(chain, link);
        if (decision.Type != LinkTypes.Decision)
        {
            // Nobody held what another task published about actions against what its worker signed.
            throw new RuleBrokenException($"{decision.Words}, which has the name of its group, is no decision");
        }

        var template = TemplateSource.Read(chain, decision);
        var context = new DecisionContext(chain, link, decision, tasksFor);
        var (wrapped, names) = context.Make(template);
        var rendered = TemplateRenderer.Render(wrapped, names, context.SlugId);
        if (rendered.At("tasks") is not JsonArray tasks)
        {
            throw new RuleBrokenException("the template at its revision has no list of tasks");
        }

        return _rebuilt[link.TaskId] = [.. tasks.OfType<JsonObject>().Select(task => Entry(link, decision, task))];
    }

    private static JsonObject Entry(ChainLink link, ChainLink decision, JsonObject task)
    {
        task = (JsonObject)task.DeepClone();
        task.Remove("taskId");
        if (link.Type == LinkTypes.Action
            && task.At("payload", "env") is JsonObject environment
            && environment.TextAt(GroupVariable) is { } group)
        {
            if (group != link.TaskId && group != decision.TaskId)
            {
                throw new RuleBrokenException($"{GroupVariable} is {group}, neither the action nor its decision");
            }

            environment[GroupVariable] = link.Environment.At(GroupVariable)?.DeepClone();
        }

        return task;
    }

    private static JsonObject Comparable(JsonObject definition, bool dropsNullText)
    {
        var task = (JsonObject)Thin(definition, dropsNullText)!;
        task.TryAdd("projectId", "none");
        task.TryAdd("taskQueueId", $"{task.TextAt("provisionerId")}/{task.TextAt("workerType")}");
        task.Remove("provisionerId");
        task.Remove("workerType");
        return task;
    }

    // One pass: what becomes empty by it stays.
    private static JsonNode? Thin(JsonNode? node, bool dropsNullText) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(member => !IsEmpty(member.Value, dropsNullText))
            .Select(member => new KeyValuePair<string, JsonNode?>(member.Key, Thin(member.Value, dropsNullText)))),
        JsonArray list => new JsonArray(
            [.. list.Where(item => !IsEmpty(item, dropsNullText)).Select(item => Thin(item, dropsNullText))]),
        _ => node?.DeepClone(),
    };

    private static bool IsEmpty(JsonNode? node, bool dropsNullText) => node switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => dropsNullText && node.Text() == NullText,
    };
}
