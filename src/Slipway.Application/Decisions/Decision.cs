using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>A decision, made or only planned.</summary>
/// <param name="Group">The group of its tasks.</param>
/// <param name="Images">Which task has each image, by name.</param>
/// <param name="Tasks">The tasks that it makes, each behind those that it needs.</param>
/// <param name="ImageTasks">The content of <c>image-tasks.json</c>.</param>
/// <param name="TaskGraph">The content of <c>task-graph.json</c>.</param>
/// <param name="Outcomes">What became of its tasks; null for a plan.</param>
public sealed record Decision(
    TaskId Group,
    ImmutableArray<DecidedImage> Images,
    ImmutableArray<DecidedTask> Tasks,
    JsonObject ImageTasks,
    JsonObject TaskGraph,
    ImmutableArray<MadeTask>? Outcomes)
{
    internal static Decision Of(DecisionPlan plan, DecisionReport? report) => new(
        plan.Group,
        [.. plan.Images.Values.Select(image => new DecidedImage(image.Image, image.Task, image.IsNew, image.Scope))],
        [.. plan.Tasks.Select(DecidedTask.Of)],
        TaskGraphJson.ImageTasks(plan),
        TaskGraphJson.TaskGraph(plan),
        report is null ? null : [.. report.Outcomes.Select(MadeTask.Of)]);
}

/// <summary>Which task has an image.</summary>
/// <param name="IsNew">Whether the decision makes the task; else it was found.</param>
/// <param name="Scope">Who built it, or will.</param>
public sealed record DecidedImage(ImageName Image, TaskId Task, bool IsNew, IndexScope Scope);

/// <summary>A task of a decision.</summary>
/// <param name="Id">The task.</param>
/// <param name="Label">A name within the decision.</param>
/// <param name="BuildsImages">Whether it builds images; else it uses them.</param>
/// <param name="File">The file that defines it, for a task that uses images.</param>
public sealed record DecidedTask(TaskId Id, string Label, bool BuildsImages, string? File)
{
    internal static DecidedTask Of(DecisionTask task) => new(task.Id, task.Label, !task.Images.IsEmpty, task.File);
}

/// <summary>What became of a task of a decision.</summary>
/// <param name="IsCreated">Whether it is new; else it was there already, and is kept.</param>
/// <param name="State">How a kept task stands; null for a new one.</param>
public sealed record MadeTask(DecidedTask Task, bool IsCreated, TaskState? State)
{
    internal static MadeTask Of(DecisionOutcome outcome) =>
        new(DecidedTask.Of(outcome.Task), outcome.IsCreated, outcome.State);
}

/// <summary>What became of a task of a decision.</summary>
/// <param name="IsCreated">Whether it is new; else it was there already, and is kept.</param>
/// <param name="State">How a kept task stands; null for a new one.</param>
public sealed record DecisionOutcome(DecisionTask Task, bool IsCreated, TaskState? State);

/// <summary>What a decision did.</summary>
/// <param name="Outcomes">In the order of the plan.</param>
/// <param name="Warnings">What a person should look at.</param>
public sealed record DecisionReport(ImmutableArray<DecisionOutcome> Outcomes, ImmutableArray<Diagnostic> Warnings);
