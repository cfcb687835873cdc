using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;

namespace Slipway.Taskcluster.Environments;

/// <summary>The task in which this program runs, as every worker tells it.</summary>
/// <param name="Run">Its run, from 0 on.</param>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/env-vars.</remarks>
public sealed record CurrentTask(TaskId Task, int Run)
{
    public const string TaskIdVariable = "TASK_ID";
    public const string RunVariable = "RUN_ID";

    /// <summary>The task; null outside of one.</summary>
    /// <exception cref="SlipwayException">The variables name none.</exception>
    public static CurrentTask? Read(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Get(TaskIdVariable) is not { } id)
        {
            return null;
        }

        if (!TaskId.TryParse(id, out var task))
        {
            throw Invalid($"{TaskIdVariable} is not the id of a task: '{Display.Text(id)}'");
        }

        string run = variables.Get(RunVariable) ?? throw Invalid($"{TaskIdVariable} is set, and {RunVariable} is not");
        return int.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new CurrentTask(task, number)
            : throw Invalid($"{RunVariable} is not the number of a run: '{Display.Text(run)}'");
    }

    private static SlipwayException Invalid(string message) => new(new Diagnostic(
        TaskclusterCodes.CurrentTaskInvalid,
        message,
        $"The worker sets {TaskIdVariable} and {RunVariable}; outside of a task, unset both."));
}
