using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>Creates the tasks of a decision, each behind those that it needs, and none that is there.</summary>
/// <remarks>
/// A task that exists is compared and not created again: the Queue takes the same definition twice only while it is
/// young (https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/src/api.js,
/// <c>patchAndValidateTaskDef</c>).
/// </remarks>
public sealed class DecisionExecutor(ITaskQueue queue)
{
    private const int TasksAtOnce = 16;
    private const int DifferencesShown = 5;

    /// <param name="plan">What is made.</param>
    /// <param name="decision">The task that decides.</param>
    /// <param name="progress">Hears of each task when it is there.</param>
    /// <param name="cancellationToken">Cancels; tasks that were created by then stay.</param>
    /// <exception cref="SlipwayException">Every task that could not be created;
    /// those that need it were left out.</exception>
    public async Task<DecisionReport> ExecuteAsync(
        DecisionPlan plan, TaskId decision, IProgress<DecisionOutcome>? progress, CancellationToken cancellationToken)
    {
        RefuseCircles(plan);
        var comparison = new DefinitionComparison(plan.Images.Values.Select(image => image.Task), decision);
        using var slots = new SemaphoreSlim(TasksAtOnce);
        var running = new Dictionary<TaskId, Task<DecisionOutcome?>>();
        var problems = new DiagnosticBag();
        foreach (var task in plan.Tasks)
        {
            Task<DecisionOutcome?>[] needed =
                [.. DependenciesOf(task).Where(running.ContainsKey).Select(id => running[id])];
            running[task.Id] = RunAsync(task, needed);
        }

        var outcomes = await Task.WhenAll(running.Values);
        var warnings = problems.ToSorted();
        problems.ThrowIfErrors();
        return new DecisionReport([.. outcomes.OfType<DecisionOutcome>()], warnings);

        // Null when it, or what it needs, could not be created.
        async Task<DecisionOutcome?> RunAsync(DecisionTask task, Task<DecisionOutcome?>[] needed)
        {
            if ((await Task.WhenAll(needed)).Contains(null))
            {
                return null;
            }

            await slots.WaitAsync(cancellationToken);
            try
            {
                var outcome = await EnsureAsync(task, comparison, cancellationToken);
                if (outcome.State is TaskState.Failed or TaskState.Exception)
                {
                    problems.Add(Failed(outcome));
                }

                progress?.Report(outcome);
                return outcome;
            }
            catch (SlipwayException problem)
            {
                problems.AddRange(problem.Diagnostics);
                return null;
            }
            finally
            {
                slots.Release();
            }
        }
    }

    /// <summary>The Queue takes a task only when those are there that it needs.</summary>
    private static void RefuseCircles(DecisionPlan plan)
    {
        // Files may name each other's tasks in any order.
        var later = plan.Tasks.Where(task => task.Attributes is not null).ToDictionary(task => task.Id);
        foreach (var task in later.Values.ToList())
        {
            var needed = DependenciesOf(task).Select(later.GetValueOrDefault).OfType<DecisionTask>().ToList();
            if (needed.Count > 0)
            {
                string other = needed[0].Label;
                throw new SlipwayException(new Diagnostic(
                    TaskCodes.TasksInCircle,
                    $"{task.Label} needs {other}, which needs {task.Label}, so neither can be created",
                    "Have packages built in an image that does not install them; nothing was created."));
            }

            later.Remove(task.Id);
        }
    }

    private static IEnumerable<TaskId> DependenciesOf(DecisionTask task) =>
        (task.Definition["dependencies"] as JsonArray ?? [])
            .Select(id => TaskId.TryParse(id?.ToString(), out var parsed) ? parsed : task.Id)
            .Where(id => id != task.Id);

    private async Task<DecisionOutcome> EnsureAsync(
        DecisionTask task, DefinitionComparison comparison, CancellationToken cancellationToken)
    {
        var existing = await queue.FindDefinitionAsync(task.Id, cancellationToken);
        if (existing is null)
        {
            // The executor of another decision may have been faster; the Queue keeps one of the two.
            if (await queue.CreateAsync(task.Id, task.Definition, cancellationToken))
            {
                return new DecisionOutcome(task, IsCreated: true, State: null);
            }

            existing = await queue.FindDefinitionAsync(task.Id, cancellationToken) ?? throw Vanished(task);
        }

        var differences = comparison.Differences(task.Definition, existing);
        if (!differences.IsEmpty)
        {
            throw Differs(task, differences);
        }

        var state = await queue.FindStateAsync(task.Id, cancellationToken) ?? throw Vanished(task);
        return new DecisionOutcome(task, IsCreated: false, state);
    }

    private static SlipwayException Differs(DecisionTask task, ImmutableArray<string> differences)
    {
        string places = string.Join(", ", differences.Take(DifferencesShown).Select(Display.Text));
        string more =
            differences.Length > DifferencesShown ? $" and {differences.Length - DifferencesShown} more" : string.Empty;
        return new SlipwayException(new Diagnostic(
            TaskCodes.TaskDiffers,
            $"The task {task.Id} of {task.Label} exists with another definition: {places}{more}",
            "Decide with the same parameters, configuration and files as before, or in a group of its own with "
            + "--task-group-id."));
    }

    private static SlipwayException Vanished(DecisionTask task) => new(new Diagnostic(
        TaskCodes.TaskVanished,
        $"The Queue refuses the task {task.Id} of {task.Label} as conflicting with what it has, and does not have it",
        "Look at the task group: all of its tasks must have one schedulerId, which is "
        + $"'{task.Definition["schedulerId"]}' here, and it may be sealed. Else decide again."));

    private static Diagnostic Failed(DecisionOutcome outcome) => new(
        TaskCodes.TaskFailed,
        $"The task {outcome.Task.Id} of {outcome.Task.Label} is there and ended as "
        + $"{outcome.State.ToString()!.ToLowerInvariant()}, so what needs it waits",
        "Look at its log, and rerun it in the Queue; or decide in another group with --task-group-id.",
        Severity: Severity.Warning);
}
