using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>What the definition of the task that this is says.</summary>
/// <param name="id">The task.</param>
/// <param name="definition">As the Queue has it.</param>
internal sealed class OwnTask(TaskId id, JsonObject definition)
{
    /// <summary>When everything of the task expires, its artifacts at the latest.</summary>
    /// <exception cref="SlipwayException">The definition does not say it.</exception>
    public DateTimeOffset Expires =>
        definition["expires"] is JsonValue value && value.TryGetValue(out DateTimeOffset expires)
            ? expires
            : throw new SlipwayException(Unknown(id, "it does not say when it expires"));

    /// <summary>
    /// Holds parents against the chain of trust: <c>extra.chainOfTrust.inputs</c>, task ids by names, and the
    /// environment that the definition has, which the worker signs for and the decision planned.
    /// </summary>
    /// <returns>
    /// An error for a name that leads to another task, a warning for a parent that is neither there nor a dependency.
    /// </returns>
    public ImmutableArray<Diagnostic> Check(IEnumerable<ParentUse> parents)
    {
        var named = Named().ToLookup(pair => pair.Name, pair => pair.Task, StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var parent in parents.Where(parent => parent.Task is not null))
        {
            string task = parent.Task!.Value.Value;
            if (named[parent.Name].FirstOrDefault(other => other != task) is { } other)
            {
                problems.Add(new Diagnostic(
                    TaskBuildCodes.ParentMismatch,
                    $"The chain of trust names task {Display.Text(other)} as {parent.Name}, "
                    + $"and the environment task {task}",
                    "Do not build it: somebody changed the task. Run the decision again."));
            }
            else if (!named.Any(tasks => tasks.Contains(task)) && !IsDependency(task))
            {
                problems.Add(new Diagnostic(
                    TaskBuildCodes.ParentUnnamed,
                    $"Neither extra.chainOfTrust.inputs, payload.env nor dependencies of task {id} name the parent's "
                    + $"task {task}",
                    $"Name it in payload.env, as {TaskVariables.ParentTask} or in {TaskVariables.Parents}, as "
                    + "'slipway decision' does.",
                    Severity: Severity.Warning));
            }
        }

        return problems.ToImmutable();
    }

    public static Diagnostic Unknown(TaskId id, string why) => new(
        TaskBuildCodes.TaskUnknown,
        $"The definition of task {id} is of no use: {why}",
        "Check that TASK_ID is the task that runs, and that it may be read (scope queue:get-task).");

    // taskgraph names a parent among the dependencies only, also one that it did not make itself.
    private bool IsDependency(string task) =>
        definition["dependencies"] is JsonArray dependencies
        && dependencies.Any(one => one is JsonValue value && value.TryGetValue(out string? other) && other == task);

    private IEnumerable<(string Name, string Task)> Named()
    {
        var environment = (definition["payload"] as JsonObject)?["env"] as JsonObject;
        var chain = (definition["extra"] as JsonObject)?["chainOfTrust"] as JsonObject;
        IEnumerable<(string, string?)> named =
        [
            .. Members(chain?["inputs"]),
            (ParentFinder.Parent, Text(environment?[TaskVariables.ParentTask])),
            .. Members(Parsed(Text(environment?[TaskVariables.Parents]))),
        ];
        return named.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!));
    }

    private static IEnumerable<(string Name, string? Task)> Members(JsonNode? node) =>
        (node as JsonObject ?? []).Select(member => (member.Key, Text(member.Value)));

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    // What is no JSON names nothing; the reader of the environment has said so by then.
    private static JsonNode? Parsed(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
