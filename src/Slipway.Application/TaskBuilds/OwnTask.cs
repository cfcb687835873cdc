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
    /// Holds parents against the chain of trust: <c>extra.chainOfTrust.inputs</c>, task ids by names.
    /// </summary>
    /// <returns>
    /// An error for a name that leads to another task, a warning for a parent that is neither there nor a dependency.
    /// </returns>
    public ImmutableArray<Diagnostic> Check(IEnumerable<ParentUse> parents)
    {
        var inputs = Inputs();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var parent in parents.Where(parent => parent.Task is not null))
        {
            string task = parent.Task!.Value.Value;
            if (inputs.TryGetValue(parent.Name, out string? named) && named != task)
            {
                problems.Add(new Diagnostic(
                    TaskBuildCodes.ParentMismatch,
                    $"The chain of trust names task {Display.Text(named)} as {parent.Name}, "
                    + $"and the environment task {task}",
                    "Do not build it: somebody changed the task. Run the decision again."));
            }
            else if (!inputs.ContainsValue(task) && !IsDependency(task))
            {
                problems.Add(new Diagnostic(
                    TaskBuildCodes.ParentUnnamed,
                    $"Neither extra.chainOfTrust.inputs nor dependencies of task {id} name the parent's task {task}",
                    $"Add it as extra.chainOfTrust.inputs.{parent.Name}, as 'slipway decision' does.",
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

    private Dictionary<string, string> Inputs()
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((definition["extra"] as JsonObject)?["chainOfTrust"] is JsonObject chain
            && chain["inputs"] is JsonObject named)
        {
            foreach (var (name, value) in named)
            {
                if (value?.GetValueKind() == JsonValueKind.String)
                {
                    inputs[name] = value.GetValue<string>();
                }
            }
        }

        return inputs;
    }
}
