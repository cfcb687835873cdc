namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>How a run stands, in the words of the Queue.</summary>
public static class RunState
{
    /// <summary>Of a task without runs: it waits for its dependencies.</summary>
    public const string Unscheduled = "unscheduled";

    public const string Pending = "pending";

    public const string Running = "running";

    public const string Completed = "completed";

    public const string Failed = "failed";

    public const string Exception = "exception";
}
