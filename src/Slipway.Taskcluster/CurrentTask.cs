using System.Globalization;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;

namespace Slipway.Taskcluster;

/// <summary>The task in which a process runs.</summary>
/// <param name="Id">The task.</param>
/// <param name="Run">Its run, from 0 on.</param>
public sealed record CurrentTask(TaskId Id, int Run)
{
    private const string TaskVariable = "TASK_ID";
    private const string RunVariable = "RUN_ID";

    /// <param name="variables">The variables of the process, which every worker sets.</param>
    /// <returns>Null outside a task.</returns>
    /// <exception cref="SlipwayException">The variables are there and wrong.</exception>
    public static CurrentTask? Find(Func<string, string?> variables)
    {
        if (variables(TaskVariable) is not { Length: > 0 } task)
        {
            return null;
        }

        string run = variables(RunVariable) is { Length: > 0 } given ? given : "0";
        return TaskId.TryParse(task, out var id)
            && int.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new CurrentTask(id, number)
                : throw new SlipwayException(new Diagnostic(
                    TaskclusterCodes.TaskUnknown,
                    $"{TaskVariable} and {RunVariable} are '{Display.Text(task)}' and '{Display.Text(run)}', which is no run of a task",
                    "Workers set them; outside a task unset them, or give a task id of 22 characters and a number."));
    }
}
