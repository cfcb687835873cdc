namespace Slipway.Model.Tasks;

/// <summary>How a task stands, in the words of the Queue.</summary>
public enum TaskState
{
    /// <summary>It waits for its dependencies.</summary>
    Unscheduled,
    Pending,
    Running,
    Completed,
    Failed,
    Exception,
}
