using Slipway.Application.Decisions;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Decisions as text and as JSON.</summary>
internal static class DecisionRenderer
{
    /// <summary>How an image that is there already is marked.</summary>
    private const string Reused = "reused";

    public static void Write(Decision decision, IAnsiConsole console)
    {
        bool isPlan = decision.Outcomes is null;
        var kept = (decision.Outcomes ?? [])
            .Where(outcome => !outcome.IsCreated)
            .Select(outcome => outcome.Task.Id)
            .ToHashSet();
        var table = new TextTable("NAME", "TASK", "ACTION", "WHERE");
        foreach (var image in decision.Images)
        {
            string action = !image.IsNew ? Reused
                : isPlan ? "create"
                : kept.Contains(image.Task) ? "kept"
                : "created";
            table.Add(StyleOf(action), image.Image.Value, image.Task.Value, action, image.Scope.Text);
        }

        foreach (var task in decision.Tasks.Where(task => !task.BuildsImages))
        {
            string action = isPlan ? "create" : kept.Contains(task.Id) ? "kept" : "created";
            table.Add(StyleOf(action), task.Label, task.Id.Value, action, task.File ?? "-");
        }

        if (!table.IsEmpty)
        {
            table.Write(console);
            console.WriteLine();
        }

        console.WriteLine(Summary(decision, kept.Count));
    }

    public static DecisionDocument ToDocument(Decision decision) => new(
        decision.Group.Value,
        decision.ImageTasks,
        decision.TaskGraph,
        decision.Outcomes is not { } made
            ? null
            : [.. made.Where(outcome => outcome.IsCreated).Select(outcome => outcome.Task.Id.Value)],
        decision.Outcomes is not { } found
            ? null
            : [
                .. found.Where(outcome => !outcome.IsCreated)
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

    private static string Line(MadeTask outcome) =>
        $"{outcome.Task.Label}: {(outcome.IsCreated ? "created" : $"kept, it is {StateOf(outcome)}")} "
        + $"{outcome.Task.Id}";

    private static string StateOf(MadeTask outcome) => outcome.State?.ToString().ToLowerInvariant() ?? "new";

    private static string Summary(Decision decision, int kept)
    {
        string[] reused =
        [
            .. decision.Images
                .Where(image => !image.IsNew)
                .GroupBy(image => image.Scope)
                .OrderByDescending(scope => scope.Key.Level?.Value ?? 0)
                .ThenBy(scope => scope.Key.Text, StringComparer.Ordinal)
                .Select(scope => $"{scope.Count()} from {scope.Key}"),
        ];
        string images = decision.Images.Length == 1 ? "1 image" : $"{decision.Images.Length} images";
        string tasks = decision.Outcomes is not { } made
            ? $"{Tasks(decision.Tasks.Length)} to create"
            : $"{Tasks(made.Length - kept)} created, {kept} kept";
        return $"{images}: {(reused.Length == 0 ? "none reused" : $"reused {string.Join(", ", reused)}")}; {tasks} in "
            + $"group {decision.Group}.";
    }

    private static string Tasks(int count) => count == 1 ? "1 task" : $"{count} tasks";

    private static string StyleOf(string action) => action switch
    {
        "create" or "created" => "magenta",
        "kept" => "yellow",
        _ => "green",
    };
}
