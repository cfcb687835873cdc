using Slipway.Application.Decisions;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Tasks.Decisions;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Decisions as text and as JSON.</summary>
internal static class DecisionRenderer
{
    /// <param name="plan">What is decided.</param>
    /// <param name="report">What was done; null for a plan that is not executed.</param>
    /// <param name="console">Where to.</param>
    public static void Write(DecisionPlan plan, DecisionReport? report, IAnsiConsole console)
    {
        var kept = (report?.Outcomes ?? []).Where(outcome => !outcome.IsCreated).ToDictionary(outcome => outcome.Task.Id);
        var table = new TextTable("NAME", "TASK", "ACTION", "WHERE");
        foreach (var image in plan.Images.Values)
        {
            string action = !image.IsNew ? TaskGraphJson.Reused
                : report is null ? "create"
                : kept.ContainsKey(image.Task) ? "kept"
                : "created";
            table.Add(StyleOf(action), image.Image.Value, image.Task.Value, action, image.Scope.Text);
        }

        foreach (var task in plan.Tasks.Where(task => task.Images.IsEmpty))
        {
            string action = report is null ? "create" : kept.ContainsKey(task.Id) ? "kept" : "created";
            table.Add(StyleOf(action), task.Label, task.Id.Value, action, task.File ?? "-");
        }

        if (!table.IsEmpty)
        {
            table.Write(console);
            console.WriteLine();
        }

        console.WriteLine(Summary(plan, report, kept.Count));
    }

    public static DecisionDocument ToDocument(DecisionPlan plan, DecisionReport? report) => new(
        plan.Group.Value,
        TaskGraphJson.ImageTasks(plan),
        TaskGraphJson.TaskGraph(plan),
        report is null ? null : [.. report.Outcomes.Where(outcome => outcome.IsCreated).Select(outcome => outcome.Task.Id.Value)],
        report is null
            ? null
            : [
                .. report.Outcomes.Where(outcome => !outcome.IsCreated)
                    .Select(outcome => new KeptTaskDocument(outcome.Task.Id.Value, StateOf(outcome))),
            ]);

    /// <summary>One line while the tasks are made.</summary>
    public static string Line(DecisionEvent happened) => happened switch
    {
        DecisionEvent.ContextWritten context => $"{context.Image}: context written",
        DecisionEvent.Uploaded uploaded => $"{uploaded.File.Name}: uploaded",
        DecisionEvent.TaskMade made => Line(made.Outcome),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static string Line(DecisionOutcome outcome) =>
        $"{outcome.Task.Label}: {(outcome.IsCreated ? "created" : $"kept, it is {StateOf(outcome)}")} {outcome.Task.Id}";

    private static string StateOf(DecisionOutcome outcome) => outcome.State?.ToString().ToLowerInvariant() ?? "new";

    private static string Summary(DecisionPlan plan, DecisionReport? report, int kept)
    {
        string[] reused =
        [
            .. plan.Reused
                .GroupBy(image => image.Scope)
                .OrderByDescending(scope => scope.Key.Level?.Value ?? 0)
                .ThenBy(scope => scope.Key.Text, StringComparer.Ordinal)
                .Select(scope => $"{scope.Count()} from {scope.Key}"),
        ];
        string images = plan.Images.Count == 1 ? "1 image" : $"{plan.Images.Count} images";
        string tasks = report is null
            ? $"{Tasks(plan.Tasks.Length)} to create"
            : $"{Tasks(report.Outcomes.Length - kept)} created, {kept} kept";
        return $"{images}: {(reused.Length == 0 ? "none reused" : $"reused {string.Join(", ", reused)}")}; {tasks} in group {plan.Group}.";
    }

    private static string Tasks(int count) => count == 1 ? "1 task" : $"{count} tasks";

    private static string StyleOf(string action) => action switch
    {
        "create" or "created" => "magenta",
        "kept" => "yellow",
        _ => "green",
    };
}
